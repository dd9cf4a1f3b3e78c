"""Stories: articles that carry the same text, such as wire copy that many outlets print, share an id and one vote."""

from stance.stories.make import Stories, make_stories
from stance.stories.signature import signature

__all__ = ["Stories", "make_stories", "signature"]
