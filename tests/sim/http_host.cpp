#include "http_host.hpp"

#include <algorithm>
#include <array>

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view unasked = "an answer before any request";
constexpr std::string_view early_answer = "an answer before the request is whole";
constexpr std::string_view goes = "goes before it answers";  // as it was asked to
constexpr std::string_view wrong_secret = "a wrong password";

}  // namespace

std::string tag_of(std::string_view text) {
  const std::size_t begin = text.find("Tag");
  const std::size_t end = text.find("End", begin);
  if (begin != text.npos && end != text.npos) return std::string(text.substr(begin, end + 3 - begin));
  return text.find(restart_tag) != text.npos ? std::string(restart_tag) : "";
}

menu http_host::what_there_is() {
  menu all = menu_of_http_faults();
  for (const auto what : {unasked, early_answer, goes, wrong_secret}) all.emplace_back(what);
  return all;
}

http_host::http_host(std::uint64_t seed, const http_setting& in, http_ledger& ledger, fault_counts& met,
                     trace& log, time_point now)
    : dice_(seed), in_(in), author_(dice_, in_, ledger), met_(met), log_(log), now_(now) {
  if (in_.gentle || !dice_.chance(in_.faults / 8)) return;
  met_.met(unasked);
  say(now_ + dice_.milliseconds(0, 300), poisoned_answer());
  strays_.push_back({0, said_, 0});
}

void http_host::receive(bytes piece, time_point now) {
  now_ = std::max(now_, now);
  if (end_) return;
  seen_ += as_text(piece);
  responder_.receive(piece, now_);
  hear_requests();
  if (end_ || was_early_ || in_.gentle || !out_.empty()) return;
  const std::string tag = tag_of(seen_);
  if (tag.empty() || seen_.find("\r\n\r\n") == seen_.npos || !dice_.chance(in_.faults / 4)) return;
  met_.met(early_answer);
  was_early_ = true;
  http_draft made{.tag = tag};
  author_.give(made, "200 OK", author_.json_for(tag));
  send(made);
}

void http_host::hear_requests() {
  while (auto event = responder_.poll_event()) {
    const auto* asked = std::get_if<http1::responder::asked>(&*event);
    if (asked == nullptr) {
      (void)responder_.poll_transmit(now_);  // of what was no request: says so, and ends
      return hang_up({});
    }
    const std::string tag = tag_of(asked->head.target);
    http_draft honest = write(asked->request, tag);
    if (!std::exchange(was_early_, false)) answer(honest);
    seen_.clear();
    if (end_) return;
  }
}

void http_host::answer(http_draft& made) {
  if (seen_.find(in_.secret) == seen_.npos) {
    met_.met(wrong_secret);
    author_.refuse(made, "401 Unauthorized", false);
  } else if (made.tag == restart_tag && dice_.chance(700)) {
    met_.met(goes);
    return hang_up({});
  } else if (dice_.chance(in_.faults)) {
    const http_fault& fault = any_http_fault(dice_, in_.gentle);
    met_.met(fault.name);
    log_.line(now_, "the server misbehaves: " + std::string(fault.name));
    fault.spoil(made, author_);
  }
  send(made);
}

/// As it should be.
http_draft http_host::write(request_id id, const std::string& tag) {
  const std::string body = author_.json_for(tag);
  const std::size_t chunk = dice_.chance(300) ? dice_.between(1, 300) : 0;
  const std::array headers{http1::header{"Content-Type", "application/json; charset=utf-8"},
                           http1::header{"X-Odd", "a, b"}};
  (void)responder_.answer(id, {.headers = headers, .body = as_bytes(body), .chunk_size = chunk});
  std::string wire;
  for (bytes out = responder_.poll_transmit(now_); !out.empty(); out = responder_.poll_transmit(now_)) {
    wire += as_text(out);
    responder_.transmitted(out.size(), now_);
  }
  const std::size_t end = wire.find("\r\n\r\n") + 4;
  author_.ledger().give(tag, body);
  return {.tag = tag, .head = wire.substr(0, end), .body = wire.substr(end)};
}

void http_host::send(const http_draft& of) {
  std::string wire = of.head + of.body;
  const std::uint64_t begin = said_;
  wire.resize(std::min(wire.size(), of.cut));
  ++answered_;
  if (of.owed < wire.size()) strays_.push_back({begin + of.owed, begin + wire.size(), answered_});
  time_point at = std::max(free_at_, now_ + (dice_.chance(300) ? dice_.milliseconds(0, 500) : 0ns));
  if (!of.drips) {
    const std::size_t first = std::min(of.late ? of.owed : wire.size(), wire.size());
    say(at, wire.substr(0, first));
    if (first < wire.size()) say(at + dice_.milliseconds(0, 300), wire.substr(first));
  } else {
    for (std::string_view rest = wire; !rest.empty(); at += dice_.milliseconds(1, 400)) {
      const auto most = std::min<std::uint32_t>(40, static_cast<std::uint32_t>(rest.size()));
      const auto size = dice_.between(1, most);
      say(at, std::string(rest.substr(0, size)));
      rest.remove_prefix(size);
    }
  }
  if (of.end) hang_up(*of.end);
}

/// It has nothing more to say, and after a while the client hears of it.
void http_host::hang_up(std::error_code how) {
  end_ = how;
  ends_at_ = std::max(now_, free_at_) + (dice_.chance(500) ? dice_.milliseconds(0, 300) : 0ns);
}

void http_host::say(time_point at, std::string text) {
  if (text.empty()) return;
  free_at_ = std::max(free_at_, at);
  said_ += text.size();
  out_.push_back({free_at_, std::move(text)});
}

bytes http_host::unsent(time_point now) const {
  return next() <= now ? as_bytes(out_.front().text).subspan(taken_) : bytes{};
}

void http_host::sent(std::size_t size) {
  taken_ += size;
  if (taken_ < out_.front().text.size()) return;
  out_.pop_front();
  taken_ = 0;
}

std::optional<std::uint32_t> http_host::stray_in(std::uint64_t from, std::uint64_t to) const {
  for (const stray& one : strays_)
    if (one.from < to && from < one.to) return one.answered;
  return std::nullopt;
}

}  // namespace gamewire::sim
