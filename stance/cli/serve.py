"""``stance serve``: the model as a service, with a page for the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stance.cli.options import Actors, Context, Model
from stance.cli.output import note

LIMITS = "Limits"


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", metavar="N", min=0, max=65535, help="0 takes any that is free.")
    ] = 8000,
    api_key_file: Annotated[
        Path | None,
        typer.Option(
            "--api-key-file",
            metavar="FILE",
            help="Holds the key that every request has to bring.",
            show_default="the variable STANCE_API_KEY, else no key",
        ),
    ] = None,
    insecure_no_key: Annotated[
        bool, typer.Option("--insecure-no-key", help="Listen beyond this machine although there is no key.")
    ] = False,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-origin", metavar="ORIGIN", help="Web pages that may ask, such as https://example.org; repeatable."
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name by which the service is called, behind a proxy."),
    ] = None,
    max_requests: Annotated[
        int, typer.Option("--max-requests", min=1, help="Answered at a time.", rich_help_panel=LIMITS)
    ] = 1024,
    max_body: Annotated[
        int, typer.Option("--max-body", min=1000, help="Bytes of a request.", rich_help_panel=LIMITS)
    ] = 2_000_000,
    max_article: Annotated[
        int, typer.Option("--max-article", min=1, help="Characters of an article.", rich_help_panel=LIMITS)
    ] = 200_000,
    max_examples: Annotated[
        int, typer.Option("--max-examples", min=1, help="Pairs of a request.", rich_help_panel=LIMITS)
    ] = 1000,
    model: Model = None,
    context: Context = None,
    actors: Actors = None,
    threads: Annotated[
        int, typer.Option("--threads", metavar="N", min=0, help="Of the model.", show_default="one a core")
    ] = 0,
    log: Annotated[bool, typer.Option("--log", help="A line on standard error for each request.")] = False,
) -> None:
    """Serve the model over HTTP, and a page that reads articles in the browser. Ctrl-C stops it."""
    from stance.serve.run import require_packages
    from stance.serve.run import serve as run
    from stance.serve.settings import Limits, Settings, read_key

    require_packages()
    settings = Settings(
        host=host,
        port=port,
        key=read_key(api_key_file),
        origins=tuple(allow_origin or ()),
        hosts=tuple(allow_host or ()),
        exposed=insecure_no_key,
        limits=Limits(body=max_body, article=max_article, examples=max_examples, requests=max_requests),
    )
    from stance.analyzer import StanceAnalyzer

    analyzer = StanceAnalyzer.load(model, actors=actors, threads=threads, context=context)
    name = f"{analyzer.model.name} {analyzer.model.version}"
    run(analyzer, settings, log=log, ready=lambda address: note(f"{address}  ({name}; Ctrl-C stops)"))
