"""Which method of the contract is meant by an HTTP method and a path, read from the descriptors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from google.api import annotations_pb2, http_pb2
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

from .templates import PathTemplate


@dataclass(frozen=True)
class Route:
    """One binding of one method."""

    verb: str
    """`GET`, `POST` ..."""
    template: PathTemplate
    body: str
    """`*` for the whole request, a field of it, or empty for none."""
    method: MethodDescriptor


@dataclass(frozen=True)
class Match:
    """A route, and what the path says of the request."""

    route: Route
    variables: dict[str, str]


class RouteTable:
    """All bindings of some services."""

    def __init__(self, services: Iterable[ServiceDescriptor]) -> None:
        self.routes = tuple(
            route for service in services for method in service.methods for route in _routes(method)
        )

    def find(self, verb: str, raw_path: str) -> Match | tuple[str, ...]:
        """The match, else the HTTP methods that the path has; none where there is no such path.

        Raises:
            InputError: the path is encoded in a way that no name needs.
        """
        allowed = []
        for route in self.routes:
            variables = route.template.variables(raw_path)
            if variables is not None and route.verb == verb:
                return Match(route, variables)
            if variables is not None:
                allowed.append(route.verb)
        return tuple(sorted(set(allowed)))


def _routes(method: MethodDescriptor) -> Iterable[Route]:
    # The stubs know no extensions of options; the descriptor gives the rule as it was written.
    rule: http_pb2.HttpRule = method.GetOptions().Extensions[annotations_pb2.http]  # type: ignore[index]
    for binding in (rule, *rule.additional_bindings):
        verb = binding.WhichOneof("pattern")
        if verb == "custom":
            yield Route(binding.custom.kind, PathTemplate.parse(binding.custom.path), binding.body, method)
        elif verb is not None:
            path = str(getattr(binding, verb))
            yield Route(verb.upper(), PathTemplate.parse(path), binding.body, method)
