"""The `arsip` command: what it is called with, and how it ends.

Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some records were rejected;
4 no usable index; 75 another writer is at work; 130 interrupted. An error is one line.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from index.errors import (
    ArsipError,
    IndexBrokenError,
    IndexMissingError,
    WriterLockedError,
    printable,
)
from web.cli.output import complain, with_places

if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

# Where each command stands, and what is said of it in a list. Its module is loaded when it is
# used, for NumPy, SQLAlchemy and Flask take longer to load than a page of help to read.
COMMANDS = {
    "backup": (
        "keeping:backup",
        "Copy the archive and its index while both are in use, and check the copy.",
    ),
    "copies": (
        "copies:copies",
        "List articles that are one text, and who published it first.",
    ),
    "demo": ("serving:demo", "Import the bundled sample, index it and serve the search page."),
    "deploy": (
        "deploying:deploy",
        "Print a systemd unit for this installation, or a file for containers for a checkout.",
    ),
    "doctor": ("doctor:doctor", "Look at everything that serving needs, and list every setting."),
    "export": ("exporting:export", "Print whole articles: all of them, or those that match QUERY."),
    "import": ("importing:import_command", "Read articles into the archive."),
    "migrate": (
        "migrating:migrate",
        "Copy the archive into another database, as it is, and check the copy.",
    ),
    "read": ("reading:read", "Show how articles are read, without storing them."),
    "reindex": ("indexing:reindex", "Make new and changed articles searchable."),
    "remove": ("importing:remove", "Take articles out of the archive for good, by id."),
    "restore": ("keeping:restore", "Put a backup back, once it has been checked."),
    "rollback": ("indexing:rollback", "Go back to the index before the last reindex."),
    "run": ("searching:run", "Rank articles for each topic and print a TREC run."),
    "search": ("searching:search", "Find articles, best first."),
    "serve": ("serving:serve", "Answer searches over HTTP until stopped."),
    "status": ("indexing:status", "Show what the archive and its index hold."),
    "stem": ("stemming:stem", "Print the root of each word: word, tab, root."),
    "token": (
        "keys:token",
        "Make a key for NAME to a private archive, and the token that the server knows it by.",
    ),
    "verify": ("indexing:verify", "Check the archive and the index."),
    "watch": (
        "watching:watch",
        "Import what appears or changes in DIR and make it searchable, until stopped.",
    ),
}

FAILED = 1
WRONG_USAGE = 2
NO_INDEX = 4
LOCKED = 75
INTERRUPTED = 130
TERMINATED = 143

_CODES = ((IndexMissingError, NO_INDEX), (IndexBrokenError, NO_INDEX), (WriterLockedError, LOCKED))

# Options of every command.
PLACES = ("--data", "--archive", "--index")

_EPILOG = """\b
A first archive:
  arsip import berita/ --rejects rejected.jsonl
  arsip reindex
  arsip search 'harga beras'
  arsip serve
"""


class Commands(click.Group):
    """Commands that are listed by what is said of them, and loaded when they are used."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the name, the command itself and the arguments left for it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name and command else None, rest


def load(name: str) -> click.Command:
    """Return a command, ready to run."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    command: click.Command = getattr(import_module(f"web.cli.{module}"), attribute)
    return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(package_name="arsip-berita", prog_name="arsip")
def cli() -> None:
    """A searchable full-text archive for Indonesian news.

    Articles are imported into an archive, which is then indexed and searched: here, in
    the browser or over JSON. Everything lives in one directory (--data or ARSIP_DATA), unless
    the articles (--archive) or the index (--index) were put elsewhere.
    """


for _name, (_, _about) in COMMANDS.items():
    cli.add_command(click.Command(_name, help=_about))


# Objects made between two looks for what is not used any more: with Python's own 700, a search
# looks through modules and dictionaries again and again, which are made to stay.
_COLLECT_EVERY = 50_000
# NumPy starts a thread for each core, to multiply matrices; nobody does here.
_NO_THREADS = ("OPENBLAS_NUM_THREADS", "1")


def main() -> NoReturn:
    """Run the command and end the process with its exit code."""
    gc.set_threshold(_COLLECT_EVERY)
    os.environ.setdefault(*_NO_THREADS)
    signal.signal(signal.SIGTERM, _terminate)
    if isinstance(sys.stdout, TextIOWrapper):  # a name of bytes that are no text can be printed
        sys.stdout.reconfigure(errors="backslashreplace")
    code = run_command(sys.argv[1:])
    gc.freeze()  # nothing that is left is worth looking through at the end
    sys.exit(code)


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
    except UnicodeError:
        if not any(printable(argument) != argument for argument in arguments):
            raise
        complain("arsip: an argument holds bytes that are not text: " + " ".join(arguments))
        return WRONG_USAGE
    except (ArsipError, OSError, MemoryError) as error:
        complain(f"arsip: {_advised(error, arguments)}")
        return next((code for kind, code in _CODES if isinstance(error, kind)), FAILED)
    return code if isinstance(code, int) else 0


def _advised(error: Exception, arguments: list[str]) -> str:
    """Return what went wrong; a command to run names archive and index as this one did."""
    given = {}
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name in PLACES:
            given[name] = value if equals else arguments[number + 1]
    return with_places(str(error) or type(error).__name__, given)


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)
