#include <algorithm>
#include <utility>

#include <gamewire/endpoint.hpp>
#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/message_writer.hpp>

namespace gamewire::inline v0::http1 {
namespace {

bool is_writable(const target& what) noexcept {
  if (what.path == "*") return what.segments.empty() && what.query.empty();
  const bool has_query = what.path.find('?') != what.path.npos;
  const auto fits = [](char c) { return is(target_character, c) || c == '?'; };
  const auto is_way_up = [](std::string_view segment) { return segment == "." || segment == ".."; };
  return what.path.starts_with('/') && std::ranges::all_of(what.path, fits) && escapes_are_whole(what.path) &&
         !(has_query && !what.segments.empty()) && std::ranges::none_of(what.segments, is_way_up);
}

bool is_writable(const request& what) noexcept {
  const bool method =
      !what.method.empty() && all_are(token_character, what.method) && what.method != "CONNECT";
  const bool host = !what.host.empty() && all_are(host_character, what.host);
  const bool upgrade = what.upgrade.empty() || (is_protocol(what.upgrade) && !what.close);
  return method && host && upgrade && is_writable(what.target) && std::ranges::all_of(what.headers, may_add);
}

void write_pairs(message_writer& out, std::span<const parameter> pairs, std::string_view before) noexcept {
  for (const parameter& one : pairs) {
    out.put(std::exchange(before, "&"));
    out.percent_encoded(one.name);
    out.put('=');
    out.begin_secret(one.secret);
    out.percent_encoded(one.value);
    out.end_secret(one.secret);
  }
}

void write(message_writer& out, const target& what) noexcept {
  std::string_view path = what.path;
  if (!what.segments.empty() && path.ends_with('/')) path.remove_suffix(1);
  out.put(path);
  for (const std::string_view segment : what.segments) {
    out.put('/');
    out.percent_encoded(segment);
  }
  write_pairs(out, what.query, path.find('?') != path.npos ? "&" : "?");
}

bool has_body(const request& what) noexcept {
  return !what.body.empty() || what.method == "POST" || what.method == "PUT" || what.method == "PATCH";
}

void write(message_writer& out, const request& what) noexcept {
  out.put(what.method);
  out.put(' ');
  write(out, what.target);
  out.put(" HTTP/1.1\r\n");
  out.line("Host", what.host);
  out.line("Accept-Encoding", "identity");
  if (!what.upgrade.empty()) {
    out.line("Connection", "Upgrade");
    out.line("Upgrade", what.upgrade);
  }
  if (what.close) out.line("Connection", "close");
  for (const header& one : what.headers) out.line(one);
  if (has_body(what)) {
    out.put("Content-Length: ");
    out.number(what.body.size());
    out.put("\r\n");
  }
  out.put("\r\n");
  out.begin_secret(what.secret_body);
  out.put(as_text(what.body));
  out.end_secret(what.secret_body);
}

std::expected<bytes, std::error_code> encode(const request& what, std::span<std::byte> out,
                                             bool masks) noexcept {
  if (!is_writable(what)) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  message_writer writer(out, masks);
  write(writer, what);
  return writer.result();
}

}  // namespace

bool is_safe(std::string_view method) noexcept {
  return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

std::expected<bytes, std::error_code> encode(const request& what, std::span<std::byte> out) noexcept {
  return encode(what, out, false);
}

std::expected<bytes, std::error_code> encode_shown(const request& what, std::span<std::byte> out) noexcept {
  return encode(what, out, true);
}

std::expected<std::size_t, std::error_code> encoded_size(const request& what) noexcept {
  if (!is_writable(what)) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  message_writer counter({});
  write(counter, what);
  return counter.size();
}

std::expected<bytes, std::error_code> encode_form(std::span<const parameter> what,
                                                  std::span<std::byte> out) noexcept {
  message_writer writer(out);
  write_pairs(writer, what, "");
  return writer.result();
}

std::expected<std::string_view, std::error_code> format_host(std::string_view host, std::uint16_t port,
                                                             bool secure, std::span<char> out) noexcept {
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  const bool address = bracketed || host.find(':') != host.npos;
  if (address) host = host.substr(0, host.find('%'));
  const auto fits = [](char c) { return is(host_character, c) && c != '[' && c != ']'; };
  const bool sound = address ? gamewire::detail::parse_v6(host).has_value()
                             : !host.empty() && std::ranges::all_of(host, fits);
  if (!sound) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  message_writer writer(std::as_writable_bytes(out));
  if (address) writer.put('[');
  writer.put(host);
  if (address) writer.put(']');
  if (port != (secure ? 443 : 80)) {
    writer.put(':');
    writer.number(port);
  }
  const auto written = writer.result();
  if (!written) return std::unexpected(written.error());
  return as_text(*written);
}

}  // namespace gamewire::inline v0::http1
