#include <algorithm>

#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/head.hpp>
#include <gamewire/http1/message_writer.hpp>
#include <gamewire/http1/response.hpp>

namespace gamewire::inline v0::http1 {
namespace {

bool may_have_body(std::uint16_t status) noexcept { return status >= 200 && status != 204 && status != 304; }

/// RFC 9110, 15.2.2 and 15.5.22: these two name a protocol.
bool is_upgrade_sound(const response& what) noexcept {
  const bool switches = what.status == switching_protocols;
  if (!switches && what.status != upgrade_required) return what.upgrade.empty();
  return is_protocol(what.upgrade) && !(switches && what.close);
}

bool is_writable(const response& what) noexcept {
  const bool status = what.status >= 100 && what.status <= 999;
  const bool body = what.body.empty() || may_have_body(what.status);
  return status && is_upgrade_sound(what) && body && is_value(what.reason) &&
         std::ranges::all_of(what.headers, may_add);
}

void put_chunks(message_writer& out, std::string_view body, std::size_t size) noexcept {
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, size);
    body.remove_prefix(chunk.size());
    out.hexadecimal(chunk.size());
    out.put("\r\n");
    out.put(chunk);
    out.put("\r\n");
  }
  out.put("0\r\n\r\n");
}

void write(message_writer& out, const response& what) noexcept {
  out.put("HTTP/1.1 ");
  out.number(what.status);
  out.put(' ');
  out.put(what.reason.empty() ? reason_of(what.status) : what.reason);
  out.put("\r\n");
  if (!what.upgrade.empty()) {
    out.line("Connection", "Upgrade");
    out.line("Upgrade", what.upgrade);
  }
  if (what.close) out.line("Connection", "close");
  for (const header& one : what.headers) out.line(one);
  const bool chunked = what.chunk_size != 0 && may_have_body(what.status);
  if (chunked) {
    out.line("Transfer-Encoding", "chunked");
  } else if (may_have_body(what.status)) {
    out.put("Content-Length: ");
    out.number(what.body.size());
    out.put("\r\n");
  }
  out.put("\r\n");
  if (what.to_head) return;
  chunked ? put_chunks(out, as_text(what.body), what.chunk_size) : out.put(as_text(what.body));
}

}  // namespace

std::expected<bytes, std::error_code> encode(const response& what, std::span<std::byte> out) noexcept {
  if (!is_writable(what)) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  message_writer writer(out);
  write(writer, what);
  return writer.result();
}

std::expected<std::size_t, std::error_code> encoded_size(const response& what) noexcept {
  if (!is_writable(what)) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  message_writer counter({});
  write(counter, what);
  return counter.size();
}

std::string_view reason_of(std::uint16_t status) noexcept {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return {};
  }
}

}  // namespace gamewire::inline v0::http1
