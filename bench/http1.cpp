/// What does reading the head of a response (200 bytes) cost, against a memchr per line?
#include <array>
#include <cstring>

#include <gamewire/http1/head.hpp>

#include "measure.hpp"

namespace {

using namespace gamewire;

constexpr std::array<std::string_view, 3> heads{
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: application/json; charset=utf-8\r\n"
    "Date: Tue, 04 Aug 2026 10:00:00 GMT\r\n"
    "Server: Kestrel\r\n"
    "Cache-Control: no-cache\r\n"
    "Content-Length: 1543\r\n"
    "Connection: keep-alive\r\n"
    "\r\n",
    "HTTP/1.1 404 Not Found\r\n"
    "Content-Length: 0\r\n"
    "Date: Tue, 04 Aug 2026 10:00:00 GMT\r\n"
    "Server: nginx\r\n"
    "X-Frame-Options: DENY\r\n"
    "Strict-Transport-Security: max-age=10368000\r\n"
    "Connection: close\r\n"
    "X-eresult: 42\r\n"
    "\r\n",
    "HTTP/1.1 200 OK\r\n"
    "Server: nginx\r\n"
    "Content-Type: application/json; charset=UTF-8\r\n"
    "Transfer-Encoding: chunked\r\n"
    "Expires: Tue, 04 Aug 2026 10:00:00 GMT\r\n"
    "Date: Tue, 04 Aug 2026 10:00:00 GMT\r\n"
    "\r\n",
};

/// Every line checked, the name and the value of each told apart, and what frames the body found. Digests are
/// the length of the head.
std::uint64_t read(std::string_view head) {
  const auto read = http1::decode_response_head(as_bytes(head));
  if (!read || !*read) return 0;
  const http1::response_head& is = **read;
  return std::string_view("HTTP/1.1 200 \r\n\r\n").size() + is.reason.size() + is.fields.lines().size() +
         (is.status < 100 ? 1 : 0);
}

std::uint64_t split(std::string_view head) {
  const char* at = head.data();
  const char* const end = at + head.size();
  std::uint64_t sum = 0;
  for (;;) {
    const auto* lf = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (lf == nullptr) return 0;
    const std::string_view line(at, lf + 1);
    sum += line.size();
    if (line.size() == 2) return sum;
    at = lf + 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  return bench::compare(
      argc, argv, heads.size(), [] { return [](std::size_t i) { return read(heads[i]); }; },
      [] { return [](std::size_t i) { return split(heads[i]); }; });
}
