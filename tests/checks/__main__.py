"""Runs every check, prints one line for each, and fails if any found something."""

import sys

from tests.checks import compose, locks, portal, sources, templates, tools, translations

CHECKS = (
    tools.linted,
    tools.formatted,
    tools.layered,
    portal.migrations,
    portal.deployment,
    templates.compiled,
    templates.formatted,
    templates.plain,
    translations.collected,
    translations.compiled,
    translations.complete,
    locks.in_step,
    locks.hashed,
    compose.sensible,
    compose.accepted,
    sources.texts,
    sources.wakeups,
    sources.sizes,
    sources.words,
)


def main() -> int:
    failed = 0
    for check in CHECKS:
        problems = check()
        failed += bool(problems)
        print(f"{'FAILED' if problems else 'ok':7}{check.__doc__.splitlines()[0]}", flush=True)
        for problem in problems:
            print(f"       - {problem}")
    print(f"{len(CHECKS) - failed} checks passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
