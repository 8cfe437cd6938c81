"""A language model behind an OpenAI-compatible address: Ollama, llama.cpp, vLLM, or a cloud.

The one file that knows pydantic-ai, and the only one of the mind that speaks to the network; it is imported
where an address was configured and nowhere else.
"""

from __future__ import annotations

import asyncio
import json
import time
from urllib.parse import urlsplit

import httpx2
import openai
from pydantic_ai import direct, exceptions, messages
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIChatModelSettings
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.providers.openai import OpenAIProvider

from ..errors import ModelError
from ..thought import ModelFacts, Question, Reply, stays_here

MOST_BYTES = 4 * 1024 * 1024
"""Of one answer; a longer one is not read to its end."""
_CONNECT_S = 10.0
_LONGEST_PAUSE_S = 5.0
"""How long at most to wait where the endpoint asks for patience."""
_NOT_SENT = ("openai-organization", "openai-project")
_NO_SCHEMA = (400, 422, 501)
"""What endpoints say that know no schemas."""
_BROKEN = (exceptions.AgentRunError, openai.OpenAIError, httpx2.HTTPError, ValueError)


class Endpoint:
    """A model at an address; without a key, none is sent."""

    def __init__(self, url: str, model: str, key: str = "", licence: str = "") -> None:
        host = urlsplit(url).netloc.rpartition("@")[2]
        self._facts = ModelFacts(model, host, not stays_here(url), licence)
        self._url, self._key = url, key

    @property
    def facts(self) -> ModelFacts:
        """Which model it is, and where."""
        return self._facts

    def reply(self, question: Question, limit_s: float) -> Reply:
        """Ask once, with the schema where the endpoint knows schemas.

        Raises:
            ModelError: no answer within the limit, or one that is not of the API.
        """
        start = time.monotonic()
        try:
            response = asyncio.run(asyncio.wait_for(self._ask(question, limit_s), limit_s))
        except TimeoutError as error:
            raise ModelError(f"it did not answer within {limit_s:.0f} s") from error
        except exceptions.ModelHTTPError as error:
            raise self._refused(error, limit_s - (time.monotonic() - start)) from error
        except (openai.APIConnectionError, exceptions.ModelAPIError) as error:
            raise ModelError(_words(error), again=not _is_refused(error)) from error
        except _BROKEN as error:
            raise ModelError(f"its answer is not of the API: {_words(error)}", again=True) from error
        text = "".join(part.content for part in response.parts if isinstance(part, messages.TextPart))
        usage = response.usage
        seconds = round(time.monotonic() - start, 4)
        return Reply(text, usage.input_tokens, usage.output_tokens, seconds)

    async def _ask(self, question: Question, limit_s: float) -> messages.ModelResponse:
        transport = _BoundedTransport(httpx2.AsyncHTTPTransport(retries=0))
        timeout = httpx2.Timeout(limit_s, connect=min(_CONNECT_S, limit_s))
        headers = {"Accept-Encoding": "identity"}
        async with httpx2.AsyncClient(
            transport=transport, timeout=timeout, follow_redirects=False, headers=headers
        ) as client:
            speaker = openai.AsyncOpenAI(
                base_url=self._url, api_key=self._key or "none", max_retries=0, http_client=client
            )
            model = OpenAIChatModel(self._facts.name, provider=OpenAIProvider(openai_client=speaker))
            try:
                return await _request(model, question, formed=True)
            except exceptions.ModelHTTPError as error:
                if error.status_code not in _NO_SCHEMA:
                    raise
                return await _request(model, question, formed=False)

    def _refused(self, error: exceptions.ModelHTTPError, left_s: float) -> ModelError:
        """The refusal as our error; where patience is asked for, some is shown."""
        status = error.status_code
        pause_s = 1.0 if error.retry_after is None else error.retry_after
        if status == 429:
            time.sleep(max(0.0, min(pause_s, _LONGEST_PAUSE_S, left_s)))
        hint = {401: "; see the key in the settings", 403: "; see the key in the settings"}.get(status, "")
        hint = f"; does it have the model {self._facts.name}?" if status == 404 else hint
        return ModelError(f"it answered with status {status}{hint}", again=status == 429 or status >= 500)


async def _request(model: OpenAIChatModel, question: Question, formed: bool) -> messages.ModelResponse:
    history: list[messages.ModelMessage] = []
    for speaker, words in question.turns:
        if speaker == "model":
            history.append(messages.ModelResponse(parts=[messages.TextPart(words)]))
        else:
            parts: list[messages.ModelRequestPart] = [messages.UserPromptPart(words)]
            if not history:
                parts.insert(0, messages.SystemPromptPart(question.instructions))
            history.append(messages.ModelRequest(parts=parts))
    settings = OpenAIChatModelSettings(
        temperature=0.0, seed=question.seed % 2**31, max_tokens=question.most_tokens
    )
    asked = ModelRequestParameters()
    if formed:
        form = OutputObjectDefinition(json.loads(question.schema), name="reply", strict=False)
        asked = ModelRequestParameters(output_mode="native", output_object=form)
    return await direct.model_request(
        model, history, model_settings=settings, model_request_parameters=asked, instrument=False
    )


class _BoundedTransport:
    """Reads answers whole, up to a bound, so that no endpoint can fill the memory."""

    def __init__(self, inner: httpx2.AsyncHTTPTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Carry out a request, less what the library adds of another account in the environment."""
        for name in _NOT_SENT:
            request.headers.pop(name, None)
        response = await self._inner.handle_async_request(request)
        body = bytearray()
        try:
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise httpx2.ReadError(f"the answer is longer than {MOST_BYTES // 1024**2} MiB")
        finally:
            await response.aclose()
        kind = {"content-type": response.headers.get("content-type", "application/json")}
        if "retry-after" in response.headers:
            kind["retry-after"] = response.headers["retry-after"]
        return httpx2.Response(response.status_code, headers=kind, content=bytes(body), request=request)

    async def __aenter__(self) -> _BoundedTransport:
        await self._inner.__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._inner.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def _is_refused(error: Exception) -> bool:
    """Whether nobody listens there at all."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout):
            return True
        cause = cause.__cause__
    return False


def _words(error: BaseException) -> str:
    """The innermost cause in a line."""
    while error.__cause__ is not None:
        error = error.__cause__
    text = " ".join(str(error).split()) or type(error).__name__
    return f"{type(error).__name__}: {text[:160]}"
