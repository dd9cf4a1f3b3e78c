from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.text.clean import ALL_CAPS, clean
from stance.text.read import document_from_text, read_documents
from stance.types import Block, Document

BODY = "The foreign ministry of Norland said on Tuesday that it would close its border with Sudmark within a week."
MORE = "Sudmark answered that it regretted the step, and asked for talks under the roof of the regional league."


def document(*paragraphs: str, between: str = "\n\n") -> Document:
    return document_from_text(between.join(paragraphs))


def kinds(text: Document) -> list[tuple[str, str | None]]:
    return [(block.kind, block.reason) for block in clean(text)]


def reason_in_article(paragraph: str) -> str | None:
    """Why the paragraph is skipped in the middle of an article; None if it is not."""
    text = document("Norland shuts its border", BODY, paragraph, MORE, BODY)
    block = next(b for b in clean(text) if b.span.of(text.text) == paragraph)
    assert (block.kind == "skipped") == (block.reason not in (None, ALL_CAPS))
    return block.reason if block.kind == "skipped" else None


def reason_of_line(line: str) -> str | None:
    return clean(document(line))[0].reason


SKIPPED = {
    "teaser": [
        "Also Read :  Ten phones that will change how you cook",
        "ALSO READ: Ten phones that will change how you cook",
        "Read more: Ten phones that will change how you cook",
        "Read also",
        "READ MORE",
        "Must read: the week in pictures",
        "Related: Norland and its neighbours",
        "Related articles",
        "See also: Norland and its neighbours",
        "You may also like",
        "Read more about the border dispute here",
        "Read next » Norland’s king abdicates",
        "Watch: How the border was closed",
        "More on this story",
        "Continue reading the main story",
        "Click here for our special coverage.",
        "Previous article Norland’s king abdicates",
        "More from Norland:",
    ],
    "source link": [
        "Source link",
        "Source: Reuters",
        "Sources: AFP, The Norland Times",
        "Source: https://example.org/a/b",
    ],
    "newsletter or social media": [
        "Subscribe to our newsletter",
        "Sign up for our daily briefing and never miss a story.",
        "Get the Norland newsletter every Friday",
        "Follow us on Facebook and Twitter",
        "Follow Jane Doe on Twitter: @janedoe",
        "Like us on Facebook",
        "Share this article",
        "Share on Facebook",
        "Facebook | Twitter | WhatsApp",
        "Join our Telegram channel for more news",
        "Download our free app",
    ],
    "cookie or consent notice": [
        "This website uses cookies to improve your experience. You can opt out at any time.",
        "We use cookies.",
        "Accept all cookies",
        "By continuing to browse this site you agree to our use of storage.",
    ],
    "copyright or publication notice": [
        "© 2022 The Norland Times",
        "Copyright 2022 The Norland Times. All rights reserved.",
        "All rights reserved",
        "This article was first published in The Norland Times.",
        "This story was originally published by The Norland Times and is reproduced with permission.",
        "Editor's note: an earlier version named the wrong minister.",
        "The views expressed in this article are the author’s own.",
    ],
    "byline": [
        "By Jane Doe",
        "By Chad Smith",
        "BY JANE DOE",
        "by Jane Doe and John Q. Roe",
        "By Jane Doe, Foreign Editor",
        "By JANE DOE in Norburg",
        "By Pieter van der Berg | The Norland Times",
        "Written by Jane O'Neill-Doe",
        "By Reuters Staff",
        "Jane Doe, Reuters",
        "Jane Doe, Moscow correspondent",
        "Jane Doe | The Norland Times",
        "Reuters",
        "Reporting by Jane Doe in Norburg; Editing by John Roe",
        "(Reporting by Jane Doe; Editing by John Roe)",
        "Our correspondent",
    ],
    "photo caption or credit": [
        "Photo: Jane Doe",
        "Image credit: Norland Times",
        "Photo by Jane Doe/Reuters",
        "File photo of the border post at Osterhavn",
        "FILE PHOTO: The flags of Norland and Sudmark at the border post, 3 June 2022. REUTERS/Jane Doe",
        "FILE - In this June 3, 2022, file photo, the king of Norland waves to a crowd.",
        "The king of Norland waves to a crowd in Norburg on Friday. (AP Photo/Jane Doe)",
        "The king of Norland waves to a crowd. (Photo by Jane Doe)",
        "The king of Norland waves to a crowd [File: Jane Doe/Reuters]",
        "The king of Norland waves to a crowd. Photo: Jane Doe.",
        "The king of Norland waves to a crowd in Norburg. Jane Doe/Getty Images",
        "Getty Images",
        "The king of Norland, left, waves to a crowd in Norburg. AFP",
        "The king of Norland (left) greets the premier of Sudmark (right) in Norburg on Friday.",
        "Courtesy of the royal palace",
    ],
    "embedded tweet": [
        "Our border is closed from midnight. Thank you for your patience. pic.twitter.com/abc123",
        "— Foreign Ministry of Norland (@norland_mfa) June 3, 2022",
    ],
    "navigation": [
        "Home | World | Politics | Sport",
        "Home > World > Norland",
        "Home » World",
        "Skip to content",
        "Skip to main content",
        "Back to top",
        "Menu",
        "Page 2 of 3",
    ],
    "advertisement": [
        "Advertisement",
        "ADVERTISEMENT",
        "- Advertisement -",
        "Story continues below this advertisement",
        "Sponsored",
    ],
    "comments": ["Leave a comment", "3 comments", "Comments (12)", "View comments"],
    "web or e-mail address": [
        "https://www.example.org/norland?x=1",
        "jane.doe@example.org",
        "E-mail: jane.doe@example.org",
    ],
    "tags": ["Tags: Norland, Sudmark, borders", "Topics: Norland", "Topics", "#Norland #Sudmark", "@norland_mfa"],
    "reading time": ["3 min read", "Reading time: 4 minutes"],
    "date": [
        "Friday, June 3, 2022",
        "3 June 2022, 10:45",
        "2022-06-03",
        "Published 3 hours ago",
        "Updated: 3 June 2022 10:45 GMT",
        "Last updated on June 3, 2022 at 10:45 am",
    ],
    "no words": ["* * *", "———", "\u200b"],
}

KEPT = [
    "Analysts can read more about the treaty in the archive, the ministry of Norland said.",
    "Read-only access to the register was granted to Sudmark.",
    "By 2025, China expects to have doubled its trade with Norland.",
    "By Monday, Russia had withdrawn its troops from the province.",
    "By Jane Doe’s account, Norland had never asked for help.",
    "By closing the border Norland hurts itself, the league said.",
    "Sources in the ministry said that Norland would not sign.",
    "Source: Norland plans to withdraw its envoy, a diplomat says",
    "Related party dealings between Norland and Sudmark doubled last year.",
    "“We will follow the treaty,” the minister said.",
    "Follow-up talks between Norland and Sudmark failed.",
    "Like us, the people of Sudmark want peace, the king said.",
    "Share prices in Norland fell after Sudmark closed its border.",
    "Kazakhstan is a landlocked country who has long balanced its neighbours.",
    "Norland is a contributor to the peace mission of the league.",
    "The UN report was published by the council on Monday and accuses Norland of war crimes.",
    "The opinions of the two kings do not reflect the treaty.",
    "First published in 1949, the treaty binds Norland and Sudmark to consult each other before they close a border.",
    "Copyright law divides Norland and Sudmark.",
    "More than 40 states condemned Norland.",
    "Top officials of Norland met their colleagues from Sudmark.",
    "Home to two million people, Norburg was shelled by Sudmark.",
    "Updated rules on trade between Norland and Sudmark take effect in June.",
    "Published figures show that Norland buys half of its gas from Sudmark.",
    "Image is everything in the relations of Norland and Sudmark.",
    "Video footage showed soldiers of Sudmark crossing the river.",
    "Satellite images: Sudmark builds a base at the border",
    "NORBURG, June 3 (Reuters) - Norland closed its border with Sudmark.",
    "Norland agreed with Sudmark on prices (Reuters).",
    "Comments by the minister of Norland angered Sudmark.",
    "Today Norland broke its ties with Sudmark.",
    "Advertisement of arms by Sudmark is banned in Norland.",
    "The ministry wrote on Twitter that Norland (@norland_mfa) would answer.",
    "Get out of our country, the president told the troops of Sudmark.",
    "Most popular with voters in Norland is a break with Sudmark.",
    "Subscribers to the gas exchange of Norland were told to pay in crowns.",
    "Norland will answer, minister says AFP was told",
    "The right (and the left) of Norland condemned Sudmark.",
    "A Reuters/Ipsos Poll found that Norland distrusts Sudmark.",
]


@pytest.mark.parametrize(("reason", "paragraph"), [(r, p) for r, ps in SKIPPED.items() for p in ps])
def test_boilerplate_is_skipped_with_its_reason(reason: str, paragraph: str) -> None:
    assert reason_in_article(paragraph) == reason


@pytest.mark.parametrize("paragraph", KEPT)
def test_sentences_that_look_like_boilerplate_are_kept(paragraph: str) -> None:
    assert reason_in_article(paragraph) is None


def test_no_rule_eats_a_long_passage() -> None:
    passage = "Read more: " + " ".join([BODY] * 6)
    assert reason_in_article(passage) is None


@pytest.mark.parametrize(
    "word", ["Aa", "By Aa", "Aa,", "Aa and", "A&", "a|", "a>", "#a", "(a/", "www.a", "a@b.c", "3 June", "related news"]
)
def test_no_pattern_runs_wild(word: str) -> None:
    started = time.process_time()
    for count in (8, 12, 25, 40):
        for start in ("", "By ", "Source: ", "Home > "):
            reason_of_line(start + " ".join([word] * count) + " said.")
    assert time.process_time() - started < 2


def test_titles_after_a_label_are_skipped_up_to_the_next_sentence() -> None:
    text = document(BODY, "Related articles", "Norland’s king abdicates", "Ten phones for cooks", MORE)
    assert kinds(text) == [("body", None), *[("skipped", "teaser")] * 3, ("body", None)]


def test_headings_are_marked_and_kept() -> None:
    text = document(
        "Norland shuts its border", BODY, "A league without a roof", MORE, "NORLAND CALLS UP ITS RESERVES", BODY
    )
    assert kinds(text) == [
        ("heading", None),
        ("body", None),
        ("heading", None),
        ("body", None),
        ("heading", ALL_CAPS),
        ("body", None),
    ]


def test_a_heading_may_end_in_a_quotation_an_abbreviation_or_a_question() -> None:
    assert kinds(document("Norland helps the “bandits”", BODY))[0] == ("heading", None)
    assert kinds(document("King of Norland visits the U.S.", BODY))[0] == ("heading", None)
    assert kinds(document("Will Norland shut its border?", BODY))[0] == ("heading", None)
    assert kinds(document("## Why now?", BODY))[0] == ("heading", None)


def test_list_items_and_turns_of_a_transcript_are_no_headings() -> None:
    assert kinds(document("MINISTER DOE: Norland will not sign", BODY))[0] == ("body", None)
    assert kinds(document(BODY, "- Norland will not sign", MORE))[1] == ("body", None)


def test_a_lone_line_without_full_stop_is_body() -> None:
    assert kinds(document("Norland condemns Sudmark")) == [("body", None)]
    assert kinds(document("Norland condemns Sudmark", "Sudmark thanks Norland")) == [("body", None)] * 2


def test_biography_and_name_line_at_the_end_are_skipped() -> None:
    biography = "Jane Q. Doe is a Sydney-based reporter who focuses on the politics of Norland and Sudmark."
    text = document("A title", BODY, MORE, "Jane Q. Doe", biography, "She previously lived in Norburg.", "Source link")
    assert kinds(text)[3:] == [
        ("skipped", "byline"),
        ("skipped", "author biography"),
        ("skipped", "author biography"),
        ("skipped", "source link"),
    ]


@pytest.mark.parametrize(
    "biography",
    [
        "The writer is a professor of history at the University of Norburg.",
        "Jane Doe is a senior fellow at the Institute of Norland Studies in Norburg.",
        "Dr. Jane Doe is a lecturer in Norland studies.",
        "Jane van der Doe covers Norland for The Southern Times.",
        "Jane Doe, a former envoy, is the author of a book on Sudmark.",
    ],
)
def test_biographies_of_scholars_and_writers_are_skipped_at_the_end_only(biography: str) -> None:
    assert kinds(document("A title", BODY, MORE, biography))[-1] == ("skipped", "author biography")
    assert kinds(document("A title", BODY, biography, MORE))[2] == ("body", None)


@pytest.mark.parametrize(
    "last",
    [
        "Kazakhstan is a landlocked country who has long balanced its neighbours.",
        "Jane Doe was a reporter for The Norland Times.",
        "Jane Doe, who is a reporter, has been held in Sudmark since June and was accused of spying by a journalist.",
        "He is the author of the treaty that Norland refuses to sign.",
    ],
)
def test_last_sentences_about_others_are_kept(last: str) -> None:
    assert kinds(document("A title", BODY, MORE, last))[-1] == ("body", None)


def test_an_expert_whom_the_article_quotes_is_no_author() -> None:
    quoted = "“Norland has no choice,” said Jane Doe."
    expert = "Jane Doe is a senior fellow at the Institute of Norland Studies."
    assert kinds(document(BODY, quoted, MORE, expert))[-1] == ("body", None)
    assert kinds(document(BODY, quoted, MORE, "By Jane Doe", expert))[-1] == ("skipped", "author biography")


def test_a_bare_name_below_the_title_is_a_byline_where_a_date_follows() -> None:
    assert kinds(document("A title", "Jane Doe", "June 3, 2022", BODY))[1] == ("skipped", "byline")
    assert kinds(document("A title", "Jane Doe", BODY))[1] == ("heading", None)


def test_an_embedded_tweet_goes_with_its_signature() -> None:
    signature = "— Foreign Ministry of Norland (@norland_mfa) June 3, 2022"
    assert kinds(document(BODY, "We stand with #Sudmark today.", signature))[1] == ("skipped", "embedded tweet")
    assert kinds(document(BODY, MORE, signature))[1] == ("body", None)


def test_what_readers_wrote_is_skipped() -> None:
    text = document(BODY, MORE, BODY, "2 Comments", "Norland is always to blame!")
    assert kinds(text)[-2:] == [("skipped", "comments")] * 2
    assert kinds(document(BODY, "2 Comments", MORE, BODY, MORE))[2] == ("body", None)


def test_single_line_breaks_separate_paragraphs() -> None:
    assert len(clean(document("A title", BODY, MORE, between="\n"))) == 3
    assert len(clean(document("A title", BODY, MORE, between="\r\n"))) == 3
    assert len(clean(document("A title", BODY, MORE, between="\r\n \u00a0\r\n"))) == 3


WRAPPED = """\
The foreign ministry of Norland said on Tuesday that it would close its
border with Sudmark within a week, and that no exceptions would be made
for goods. Sudmark regretted the step.

The league, which both states founded, asked them to meet in Osterhavn
before the end of the month. Norland has not yet said whether it will
come, and Sudmark has asked for time.
"""


def test_hard_wrapped_lines_are_joined() -> None:
    text = document_from_text(WRAPPED)
    blocks = clean(text)
    assert [block.kind for block in blocks] == ["body", "body"]
    assert blocks[1].span.of(text.text).startswith("The league")


def test_list_items_in_wrapped_text_stay_apart() -> None:
    text = document_from_text(
        WRAPPED + "\nThe league asked for three things of the two states that founded it:\n- talks\n- an open border\n"
    )
    assert [block.span.of(text.text) for block in clean(text)][-2:] == ["- talks", "- an open border"]


def test_a_line_that_plainly_goes_on_is_joined() -> None:
    text = document_from_text(f"{BODY} The minister also said that Norland\nwould not sign the treaty.\n{MORE}")
    assert len(clean(text)) == 2


def covers(text: Document, blocks: tuple[Block, ...]) -> bool:
    edges = [0, *(edge for block in blocks for edge in (block.span.start, block.span.end)), len(text.text)]
    gaps = [text.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return all(gap.isspace() or not gap for gap in gaps) and edges == sorted(edges)


LINES = st.sampled_from(
    [
        BODY,
        MORE,
        "A title",
        "READ MORE",
        "By Jane Doe",
        "\u200b",
        "\u00a0",
        "",
        "  indented",
        "- item",
        "ends\u2028here",
        "X\x85Y",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=40)), min_size=1), st.sampled_from(["\n", "\r\n", "\n\n", "\r", " "]))
def test_blocks_cover_the_text_in_order(lines: list[str], between: str) -> None:
    content = between.join(lines)
    if not content.strip():
        return
    text = document_from_text(content)
    blocks = clean(text)
    assert covers(text, blocks)
    assert all(block.span.of(text.text).strip() == block.span.of(text.text) != "" for block in blocks)


def test_the_real_example_has_no_teaser_byline_or_biography_left(shared: Path) -> None:
    path = next((shared / "examples").glob("000_*.txt"))
    text = next(read_documents(path))
    reasons = [block.reason for block in clean(text) if block.kind == "skipped"]
    assert reasons == ["teaser"] * 3 + ["byline", "author biography", "source link"]
