"""ASFConnector's exceptions. Calls do not raise them: they give the dict that its page promises. `async with` does,
when the server cannot be reached or is not well."""

from typing import Any

from gamewire.asf import Response


class ASFConnectorError(Exception):
    """Anything of this module."""


class ASFIPCError(ASFConnectorError):
    """The IPC did not do what it should."""

    def __init__(self, message: str = "", status_code: int | None = None, payload: Any = None) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.payload = payload


class ASFNetworkError(ASFIPCError):
    """No answer."""


class ASFHTTPError(ASFIPCError):
    """An answer that is an error."""


class ASF_BadRequest(ASFHTTPError):
    """400."""


class ASF_Unauthorized(ASFHTTPError):
    """401."""


class ASF_Forbidden(ASFHTTPError):
    """403."""


class ASF_NotFound(ASFHTTPError):
    """404."""


class ASF_NotAllowed(ASFHTTPError):
    """405."""


class ASF_NotAcceptable(ASFHTTPError):
    """406."""


class ASF_LengthRequired(ASFHTTPError):
    """411."""


class ASF_NotImplemented(ASFHTTPError):
    """501."""


_BY_STATUS: dict[int, type[ASFHTTPError]] = {
    400: ASF_BadRequest,
    401: ASF_Unauthorized,
    403: ASF_Forbidden,
    404: ASF_NotFound,
    405: ASF_NotAllowed,
    406: ASF_NotAcceptable,
    411: ASF_LengthRequired,
    501: ASF_NotImplemented,
}


def error_of(response: Response) -> ASFIPCError:
    """What a response without success would be as an exception."""
    status = response.http_status
    kind = ASFNetworkError if status is None else _BY_STATUS.get(status, ASFHTTPError)
    return kind(str(response.error), status, response.get("ResponsePayload"))
