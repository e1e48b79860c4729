/// A server of HTTP/1.1 for one connection, which answers, or does something else.
///
/// Each request has a tag in its path, and each answer names it and is like no other. What is honest is written by
/// http1::responder; what goes wrong is done to its bytes.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include <gamewire/http1/responder.hpp>

#include "http_faults.hpp"
#include "trace.hpp"

namespace gamewire::sim {

/// "Tag17End": letters and digits, so that it can stand anywhere; and of what ends the server and has room for none,
/// this. "" if there is none.
std::string tag_of(std::string_view text);
inline constexpr std::string_view restart_tag = "Restart";

class http_host {
 public:
  http_host(std::uint64_t seed, const http_setting& in, http_ledger& ledger, fault_counts& met, trace& log,
            time_point now);
  http_host(const http_host&) = delete;

  void receive(bytes piece, time_point now);
  /// When it says something next; and what, until that has been sent.
  [[nodiscard]] time_point next() const { return out_.empty() ? never : out_.front().at; }
  [[nodiscard]] bytes unsent(time_point now) const;
  void sent(std::size_t size);
  /// When it hangs up, if all has been sent by then; and how.
  [[nodiscard]] time_point ends_at() const { return end_ && out_.empty() ? ends_at_ : never; }
  [[nodiscard]] std::error_code end() const { return end_.value_or(std::error_code{}); }
  /// Of the bytes that it says, those from `from` to before `to`: how many requests were answered before the first of
  /// them that answers nobody; nothing, if all do.
  [[nodiscard]] std::optional<std::uint32_t> stray_in(std::uint64_t from, std::uint64_t to) const;

  static menu what_there_is();

 private:
  struct said {
    time_point at;
    std::string text;
  };
  struct stray {
    std::uint64_t from, to;
    std::uint32_t answered;
  };
  void hear_requests();
  http_draft write(request_id id, const std::string& tag);
  void answer(http_draft& made);
  void send(const http_draft& of);
  void hang_up(std::error_code how);
  void say(time_point at, std::string text);

  dice dice_;
  http_setting in_;
  http_author author_;
  fault_counts& met_;
  trace& log_;
  http1::responder responder_;
  std::string seen_;  // of the request that is coming
  time_point now_{};
  time_point free_at_{};
  std::deque<said> out_;
  std::size_t taken_ = 0;  // of the first of them
  std::deque<stray> strays_;
  std::uint64_t said_ = 0;  // bytes
  std::uint32_t answered_ = 0;
  bool was_early_ = false;  // the request that is coming has its answer
  std::optional<std::error_code> end_;
  time_point ends_at_ = never;
};

}  // namespace gamewire::sim
