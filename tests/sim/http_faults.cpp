#include "http_faults.hpp"

#include <array>

namespace gamewire::sim {
namespace {

constexpr std::string_view poison = R"({"Result":"poison","Message":"OK","Success":true})";
constexpr std::string_view fine = "200 OK";
constexpr std::size_t huge = 400'000;  // more than all that a client may hold
const std::error_code orderly{};

std::string head_of(std::string_view status, std::size_t length, std::string_view fields = {}) {
  return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(length) +
         "\r\nContent-Type: application/json\r\n" + std::string(fields) + "\r\n";
}

std::string chunk_of(std::string_view data, std::string_view extension = {}) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string size;
  for (std::size_t left = data.size(); left != 0; left /= 16) size.insert(size.begin(), digits[left % 16]);
  return size + std::string(extension) + "\r\n" + std::string(data) + "\r\n";
}

std::uint32_t any_below(dice& dice, std::size_t count) {
  return dice.between(0, static_cast<std::uint32_t>(count) - 1);
}
template <class Range>
auto any_of(dice& dice, const Range& all) {
  return all[any_below(dice, all.size())];
}

/// Behind the status line.
void add(http_draft& of, std::string_view field) { of.head.insert(of.head.find("\r\n") + 2, field); }

void put_before(http_draft& of, std::string_view interim, std::uint32_t times) {
  for (; times != 0; --times) of.head.insert(0, interim);
}

/// A body of which the head tells another length. Nobody may take it for an answer, unless it is given.
void misstate(http_draft& of, std::string body, std::size_t length, std::string_view fields = {}) {
  of.head = head_of(fine, length, fields);
  of.body = std::move(body);
}

/// In two chunks, up to the last, which is left to the caller. Gives what they say.
std::string put_in_chunks(http_draft& of, http_author& by, std::string_view extension = {}) {
  const std::string text = by.json_for(of.tag);
  const std::size_t first = 1 + any_below(by.any(), text.size() - 1);
  of.head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  of.body = chunk_of(text.substr(0, first), extension) + chunk_of(text.substr(first), extension);
  return text;
}

void cut(http_draft& of, http_author& by, std::error_code end) {
  of.cut = any_below(by.any(), of.head.size() + of.body.size());
  of.end = end;
}

void put_poison_behind(http_draft& of, bool late) {
  of.owed = of.head.size() + of.body.size();
  of.body += poisoned_answer();
  of.late = late;
}

/// Asks to be asked later, in one way or another.
std::string_view any_wait(http_author& by) {
  static constexpr std::array<std::string_view, 6> waits{"",
                                                         "Retry-After: 0\r\n",
                                                         "Retry-After: 1\r\n",
                                                         "Retry-After: 5\r\n",
                                                         "Retry-After: 99999999999999999999\r\n",
                                                         "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n"};
  return any_of(by.any(), waits);
}

std::string any_odd_json(http_author& by) {
  static constexpr std::array<std::string_view, 8> odd{"",
                                                       "null",
                                                       "[",
                                                       "\xef\xbb\xbf{}",
                                                       R"({"Success":true,"Success":false})",
                                                       "{\"Result\":\"\xff\"}",
                                                       "1e99999",
                                                       R"({"Result":{},"Message":"\u0000","Success":"yes"})"};
  return by.any().chance(200) ? std::string(20000, '[') : std::string(any_of(by.any(), odd));
}

using draft = http_draft;
using author = http_author;

constexpr std::array gentle_faults{
    http_fault{"says that it closes",
               [](draft& of, author&) { add(of, "Connection: close\r\n"), of.end = orderly; }},
    http_fault{"a body that ends with the connection",
               [](draft& of, author& by) {
                 by.give(of, fine, by.json_for(of.tag));
                 of.head = "HTTP/1.0 200 OK\r\n\r\n";
                 of.end = orderly;
               }},
    http_fault{"extensions of chunks, and trailers",
               [](draft& of, author& by) {
                 by.ledger().give(of.tag, put_in_chunks(of, by, ";a=\"b\";c"));
                 of.body += "000\r\nX-After: \"0\"\r\n\r\n";
               }},
    http_fault{"interim answers",
               [](draft& of, author& by) {
                 put_before(of, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", by.any().between(1, 3));
                 put_before(of, "HTTP/1.1 100 Continue\r\n\r\n", by.any().between(0, 2));
               }},
};

constexpr std::array rough_faults{
    // The connection.
    http_fault{"closes without notice", [](draft& of, author&) { of.end = orderly; }},
    http_fault{"no answer", [](draft& of, author&) { of.cut = 0; }},
    http_fault{"the end in place of an answer", [](draft& of, author&) { of.cut = 0, of.end = orderly; }},
    http_fault{"the end inside an answer", [](draft& of, author& by) { cut(of, by, orderly); }},
    http_fault{"a reset inside an answer",
               [](draft& of, author& by) { cut(of, by, make_error_code(std::errc::connection_reset)); }},
    http_fault{"an answer in drips", [](draft& of, author&) { of.drips = true; }},
    http_fault{"another answer behind an answer", [](draft& of, author&) { put_poison_behind(of, false); }},
    http_fault{"another answer, later", [](draft& of, author&) { put_poison_behind(of, true); }},
    // Lengths.
    http_fault{"the same length twice",  // which a reader may take, or not
               [](draft& of, author& by) {
                 by.give(of, fine, by.json_for(of.tag));
                 add(of, "Content-Length: " + std::to_string(of.body.size()) + "\r\n");
               }},
    http_fault{"two lengths",
               [](draft& of, author& by) {
                 const std::string text = by.json_for(of.tag);
                 misstate(of, text, text.size(), "Content-Length: 3\r\n");
               }},
    http_fault{"a length that is too short",
               [](draft& of, author& by) {
                 const std::string text = by.json_for(of.tag);
                 const std::size_t length = any_below(by.any(), text.size());
                 misstate(of, text, length);
                 of.owed = of.head.size() + length;
                 by.ledger().give(of.tag, text.substr(0, length));
               }},
    http_fault{"a length that is too long",
               [](draft& of, author& by) {
                 const std::string text = by.json_for(of.tag);
                 misstate(of, text, text.size() + by.any().between(1, 100));
                 of.end = orderly;
               }},
    http_fault{"a length that is too long, and the connection stays",
               [](draft& of, author& by) {
                 const std::string text = by.json_for(of.tag);
                 misstate(of, text, text.size() + by.any().between(1, 100));
               }},
    http_fault{"a length, and chunks",
               [](draft& of, author& by) {
                 const std::string text = by.json_for(of.tag);
                 misstate(of, chunk_of(text) + "0\r\n\r\n", text.size(), "Transfer-Encoding: chunked\r\n");
               }},
    http_fault{"a huge body", [](draft& of, author&) { misstate(of, std::string(huge, ' '), huge); }},
    http_fault{"a body where there is none",
               [](draft& of, author& by) {
                 of.head = "HTTP/1.1 204 No Content\r\n\r\n";
                 of.body = poison;
                 of.owed = of.head.size();
                 by.ledger().give(of.tag, "");
               }},
    // Chunks.
    http_fault{"a chunk of no size",
               [](draft& of, author& by) { put_in_chunks(of, by), of.body += "xyz\r\n"; }},
    http_fault{"a chunk of 2^64 bytes and some",
               [](draft& of, author& by) {
                 put_in_chunks(of, by);
                 of.body += "10000000000000001\r\nx\r\n0\r\n\r\n";
               }},
    http_fault{"chunks without the last",
               [](draft& of, author& by) { put_in_chunks(of, by), of.end = orderly; }},
    http_fault{"chunks without end",
               [](draft& of, author& by) {
                 put_in_chunks(of, by);
                 while (of.body.size() < huge) of.body += chunk_of(std::string(2000, ' '));
                 of.body += "0\r\n\r\n";
               }},
    http_fault{"chunks of single bytes",
               [](draft& of, author& by) {
                 put_in_chunks(of, by);
                 for (int i = 0; i < 10000; ++i) of.body += chunk_of(" ", ";padding");
                 of.body += "0\r\n\r\n";
               }},
    // Heads.
    http_fault{"interim answers without end",
               [](draft& of, author& by) {
                 const std::string text = by.json_for(of.tag);
                 misstate(of, text, text.size());
                 put_before(of, "HTTP/1.1 102 Processing\r\n\r\n", 100);
               }},
    http_fault{"an upgrade that nobody asked for",
               [](draft& of, author&) {
                 of.head =
                     "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
               }},
    http_fault{"a huge head",
               [](draft& of, author&) { add(of, "X-Huge: " + std::string(huge, 'h') + "\r\n"); }},
    http_fault{"a thousand fields",
               [](draft& of, author&) {
                 for (int i = 0; i < 1000; ++i) add(of, "X: y\r\n");
               }},
    http_fault{"a folded field", [](draft& of, author&) { add(of, "X-Folded: a\r\n b\r\n"); }},
    http_fault{"lines that end with LF alone", [](draft& of, author&) { std::erase(of.head, '\r'); }},
    http_fault{"garbage",
               [](draft& of, author& by) {
                 of.head.clear();
                 of.body.clear();
                 for (auto left = by.any().between(1, 300); left != 0; --left)
                   of.head += static_cast<char>(by.any().between(0, 255));
                 if (by.any().chance(500)) of.end = orderly;
               }},
    // Bodies.
    http_fault{"compressed, unasked",
               [](draft& of, author& by) {
                 const std::string text = std::string("\x1f\x8b\x08\0\0\0\0\0", 8) + by.json_for(of.tag);
                 by.give(of, fine, text, "Content-Encoding: gzip\r\n");
               }},
    http_fault{"JSON that is cut",
               [](draft& of, author& by) {
                 const std::string text = by.json_for(of.tag);
                 by.give(of, fine, text.substr(0, any_below(by.any(), text.size())));
               }},
    http_fault{"odd JSON", [](draft& of, author& by) { by.give(of, fine, any_odd_json(by)); }},
    // Other words than were hoped for.
    http_fault{"401", [](draft& of, author& by) { by.refuse(of, "401 Unauthorized", false); }},
    http_fault{"403", [](draft& of, author& by) { by.refuse(of, "403 Forbidden", true); }},
    http_fault{"403 for now", [](draft& of, author& by) { by.refuse(of, "403 Forbidden", false); }},
    http_fault{"429",
               [](draft& of, author& by) {
                 by.ledger().pause(of.tag);
                 const std::string text = by.json_for(of.tag);
                 by.give(of, "429 Too Many Requests", text, any_wait(by));
               }},
    http_fault{"503",
               [](draft& of, author& by) {
                 const std::string text = by.json_for(of.tag);
                 by.give(of, "503 Service Unavailable", text, any_wait(by));
               }},
    http_fault{"a redirect that repeats the secret",
               [](draft& of, author& by) {
                 by.give(of, "302 Found", by.json_for(of.tag),
                         "Location: http://elsewhere/?key=" + by.secret() + "\r\n");
               }},
    http_fault{"a page that repeats the secret",
               [](draft& of, author& by) {
                 by.give(of, "403 Forbidden", "<html><h1>No " + by.secret() + "</h1></html>",
                         "x-error_message: " + by.secret() + "\r\n");
               }},
};

}  // namespace

std::string http_author::json_for(const std::string& tag) {
  const std::string number = std::to_string(ledger_.next_number());
  const std::string pad(dice_.chance(300) ? dice_.between(0, 3000) : dice_.between(0, 50), 'x');
  return R"({"Result":{"tag":")" + tag + R"(","n":)" + number + R"(,"pad":")" + pad +
         R"("},"Message":"OK","Success":true})";
}

void http_author::give(http_draft& of, std::string_view status, std::string_view body,
                       std::string_view fields) {
  of.head = head_of(status, body.size(), fields);
  of.body = body;
  ledger_.give(of.tag, body);
}

void http_author::refuse(http_draft& of, std::string_view status, bool for_good) {
  give(of, status,
       R"({"Result":{"Permanent":)" + std::string(for_good ? "true" : "false") +
           R"(,"StatusCode":403,"tag":")" + of.tag + R"("},"Message":"No.","Success":false})");
}

const http_fault& any_http_fault(dice& dice, bool gentle) {
  const std::size_t all = gentle ? gentle_faults.size() : gentle_faults.size() + rough_faults.size();
  const std::size_t which = any_below(dice, all);
  return which < gentle_faults.size() ? gentle_faults[which] : rough_faults[which - gentle_faults.size()];
}

menu menu_of_http_faults() {
  menu all;
  for (const http_fault& one : gentle_faults) all.emplace_back(one.name);
  for (const http_fault& one : rough_faults) all.emplace_back(one.name);
  return all;
}

std::string poisoned_answer() { return head_of(fine, poison.size()) + std::string(poison); }

}  // namespace gamewire::sim
