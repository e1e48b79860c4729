#include "http1_events.hpp"

#include <algorithm>

#include <gamewire/text.hpp>

#include "describe.hpp"

namespace gamewire::inline v0::http1 {
namespace {

using test::number;
using test::shown;

std::string why(std::error_code error, std::string_view detail) {
  std::string text;
  if (error) text += ": " + error.message();
  if (!detail.empty()) text += ", " + printable(detail);
  return text;
}

std::string below(const fields& all, std::string_view before = "  ") {
  std::string text;
  for (const field& one : all)
    text += '\n' + std::string(before) + printable(one.name) + ": " + printable(one.value);
  return text;
}

std::string describe_one(const answer_head& one) {
  return "head" + number(one.request) + ": " + std::to_string(one.head.status) + below(one.head.fields);
}
std::string describe_one(const chunk& one) { return "chunk" + number(one.request) + shown(one.body); }
std::string describe_one(const answer& one) {
  return "answer" + number(one.id) + ": " + std::to_string(one.head.status) + shown(one.body) +
         below(one.head.fields) + below(one.trailers, "  behind: ");
}
std::string start_of(const request_head& head) {
  return std::string(head.method) + ' ' + std::string(head.target) +
         (head.authority.empty() ? "" : " of " + std::string(head.authority)) +
         (head.minor_version == 0 ? " (1.0)" : "");
}
std::string describe_one(const responder::asked& one) {
  return "asked" + number(one.request) + ": " + start_of(one.head) +
         (one.body.empty() ? "" : shown(one.body)) + below(one.head.fields) +
         below(one.trailers, "  behind: ");
}
std::string describe_one(const failed& one) { return "failed" + number(one.id) + why(one.error, one.detail); }
std::string describe_one(const closed& one) { return "closed" + why(one.error, one.detail); }

/// The log of a reader. Bodies are told at their end.
class log {
 public:
  void add(std::monostate) {}
  void add(const response_head& head) {
    text_ += std::to_string(head.status) + (head.minor_version == 0 ? " (1.0)" : "") +
             (head.reason.empty() ? "" : ' ' + printable(head.reason)) + below(head.fields) + '\n';
  }
  void add(const request_head& head) { text_ += start_of(head) + below(head.fields) + '\n'; }
  void add(bytes data) { body_ += as_text(data); }
  void add(const message_end& end) {
    flush();
    text_ += "end" + below(end.trailers, "  behind: ") + '\n';
  }
  void add(const fault& what) {
    flush();
    text_ += what.error.message() + ", at byte " + std::to_string(what.offset) + '\n';
  }
  void add(std::string_view note) {
    flush();
    text_ += note;
    text_ += '\n';
  }
  std::string take() {
    flush();
    return text_;
  }

 private:
  void flush() {
    if (!body_.empty()) text_ += "body" + shown(as_bytes(body_)) + '\n';
    body_.clear();
  }

  std::string text_;
  std::string body_;
};

/// Everything that has come. False at a fault.
template <class Reader, class OnEnd>
bool read_all(Reader& reader, log& to, OnEnd on_end) {
  for (;;) {
    const auto next = reader.next();
    if (!next) return to.add(next.error()), false;
    std::visit([&to](const auto& item) { to.add(item); }, *next);
    if (std::holds_alternative<message_end>(*next)) on_end();
    if (std::holds_alternative<std::monostate>(*next)) return true;
  }
}

}  // namespace

std::string describe(const exchange::event& event) {
  return std::visit([](const auto& one) { return describe_one(one); }, event);
}

std::string describe(const responder::event& event) {
  return std::visit([](const auto& one) { return describe_one(one); }, event);
}

std::string read_responses(const std::vector<test::buffer>& pieces, const read_limits& limits,
                           const std::vector<response_context>& expected, bool ends) {
  response_reader reader(limits);
  log to;
  std::size_t expecting = 0;
  const auto expect = [&] {
    if (expecting != expected.size()) reader.expect(expected[expecting++]);
  };
  expect();
  for (test::buffer piece : pieces) {
    piece.shrink_to_fit();
    reader.feed(piece);
    if (!read_all(reader, to, expect)) return to.take();
    if (const auto error = reader.keep()) return to.add(error.message()), to.take();
    std::ranges::fill(piece, std::byte{0xa5});
  }
  if (!ends) return to.take();
  if (const auto last = reader.end(); !last)
    to.add(last.error());
  else
    std::visit([&to](const auto& item) { to.add(item); }, *last);
  return to.take();
}

std::string read_requests(const std::vector<test::buffer>& pieces, const read_limits& limits) {
  request_reader reader(limits);
  log to;
  for (test::buffer piece : pieces) {
    piece.shrink_to_fit();
    reader.feed(piece);
    const auto on_end = [&] { to.add(std::string_view(reader.keeps_alive() ? "keeps" : "closes")); };
    if (!read_all(reader, to, on_end)) return to.take();
    if (const auto error = reader.keep()) return to.add(error.message()), to.take();
    std::ranges::fill(piece, std::byte{0xa5});
  }
  return to.take();
}

}  // namespace gamewire::inline v0::http1
