"""The `arsip` command: what it is called with, and how it ends.

Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some records were rejected;
4 no usable index; 75 another writer is at work; 130 interrupted. An error is one line.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import click

from index.errors import ArsipError, IndexBrokenError, IndexMissingError, WriterLockedError
from web.cli.exporting import export
from web.cli.importing import import_command, remove
from web.cli.indexing import reindex, rollback, status, verify
from web.cli.output import complain
from web.cli.searching import run, search
from web.cli.serving import demo, serve
from web.cli.stemming import stem
from web.settings import VERSION

if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

FAILED = 1
NO_INDEX = 4
LOCKED = 75
INTERRUPTED = 130
TERMINATED = 143

_CODES = ((IndexMissingError, NO_INDEX), (IndexBrokenError, NO_INDEX), (WriterLockedError, LOCKED))

_EPILOG = """\b
A first archive:
  arsip import berita/ --rejects rejected.jsonl
  arsip reindex
  arsip search 'harga beras'
  arsip serve
"""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(VERSION, prog_name="arsip")
def cli() -> None:
    """A searchable full-text archive for Indonesian news.

    Articles are imported into an archive, which is then indexed and searched: here, in
    the browser or over JSON. Everything lives in one directory (--data or ARSIP_DATA).
    """


for _command in (
    demo,
    import_command,
    remove,
    reindex,
    search,
    run,
    stem,
    status,
    verify,
    rollback,
    export,
    serve,
):
    cli.add_command(_command)


def main() -> NoReturn:
    """Run the command and end the process with its exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(run_command(sys.argv[1:]))


def run_command(arguments: list[str]) -> int:
    """Run one command and return its exit code; an error has been printed by then."""
    try:
        code = cli.main(arguments, prog_name="arsip", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ArsipError, OSError, MemoryError) as error:
        complain(f"arsip: {error or type(error).__name__}")
        return next((code for kind, code in _CODES if isinstance(error, kind)), FAILED)
    return code if isinstance(code, int) else 0


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)
