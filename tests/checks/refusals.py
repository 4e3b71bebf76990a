"""Which functions may let a `Refused` of an action through, read from the code itself."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# A table of acts holds the actions; it is called through these.
FROM_TABLES = {"action", "act"}
RAISES = "raise Refused"
NameOf = Callable[[ast.Call], str]


def uncaught(app: str) -> set[str]:
    """The views of an app in which an action's refusal would become an error page."""
    refusing = _reaching({RAISES}, _calls(_modules("members", "actions"), _within_actions))
    if app != "members":
        refusing = _reaching(refusing, _calls(_modules(app, "actions"), _within_actions))
    found = _calls(_modules(app, "views"), partial(_to_action, refusing=refusing))
    open_ones = _reaching({RAISES}, found) - {RAISES}
    return {name for name in open_ones if not name.startswith("_")}


def _modules(app: str, part: str) -> Iterator[ast.Module]:
    for path in sorted((ROOT / app / part).rglob("*.py")):
        yield ast.parse(path.read_text())


def _calls(modules: Iterable[ast.Module], name_of: NameOf) -> dict[str, set[str]]:
    """What each function calls outside of a `try` that catches refusals."""
    return {
        node.name: set(_unguarded(node.body, name_of))
        for module in modules
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef)
    }


def _unguarded(nodes: Iterable[ast.AST], name_of: NameOf) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Try) and any(_catches(h) for h in node.handlers):
            yield from _unguarded([*node.handlers, *node.orelse, *node.finalbody], name_of)
            continue
        if isinstance(node, ast.Raise) and node.exc and "Refused(" in ast.unparse(node.exc):
            yield RAISES
        if isinstance(node, ast.Call) and (name := name_of(node)):
            yield name
        yield from _unguarded(ast.iter_child_nodes(node), name_of)


def _catches(handler: ast.ExceptHandler) -> bool:
    return handler.type is not None and "Refused" in ast.unparse(handler.type)


def _within_actions(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _to_action(call: ast.Call, refusing: set[str]) -> str:
    """A function of the views by its name; an action that may refuse as a refusal."""
    if isinstance(call.func, ast.Name):
        return RAISES if call.func.id in refusing else call.func.id
    if not isinstance(call.func, ast.Attribute):
        return ""
    module = ast.unparse(call.func.value)
    of_actions = module in {"acts", "actions"} or module.endswith(".actions")
    if (of_actions and call.func.attr in refusing) or call.func.attr in FROM_TABLES:
        return RAISES
    return ""


def _reaching(ends: set[str], calls: dict[str, set[str]]) -> set[str]:
    """Everything that calls one of these, and what calls that."""
    reached = set(ends)
    while more := {name for name, called in calls.items() if called & reached} - reached:
        reached |= more
    return reached
