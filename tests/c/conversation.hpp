/// A conversation with a machine of the C ABI, step by step.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "support/hex.hpp"
#include "through_c.hpp"

namespace gamewire::test {

class conversation {
 public:
  explicit conversation(gw_machine* machine) : machine_(machine) {
    REQUIRE(machine != nullptr);
    open_if_wanted();
  }

  [[nodiscard]] gw_machine* get() const { return machine_.get(); }
  operator gw_machine*() const { return get(); }  // NOLINT: for the functions of C

  /// All that is to be sent.
  buffer sent() {
    expect_no_more();
    open_if_wanted();
    buffer all;
    for (gw_bytes out; (out = gw_poll_transmit(get(), now_)).size != 0;) {
      const bytes shown = of_c(gw_shown_transmit(get()));
      CHECK(shown.size() == out.size);
      all.insert(all.end(), of_c(out).begin(), of_c(out).end());
      shown_.append(as_text(shown));
      gw_transmitted(get(), out.size, now_);
    }
    return all;
  }
  std::string sent_text() { return std::string(as_text(sent())); }
  /// What traces would show of all that was sent.
  [[nodiscard]] const std::string& shown() const { return shown_; }

  /// Something comes, 10 ms later. It must be listened to before it is gone, so the events are told at once.
  void receives(bytes in, const std::vector<std::uint32_t>& types) {
    expect_no_more();
    now_ += GW_MILLISECONDS(10);
    heard_.assign(in.begin(), in.end());
    gw_receive(get(), heard_.data(), heard_.size(), now_);
    expect(types);
  }
  void receives(const std::string& text, const std::vector<std::uint32_t>& types) {
    receives(as_bytes(text), types);
  }
  void receives_hex(const std::string& hex, const std::vector<std::uint32_t>& types) {
    receives(from_hex(hex), types);
  }

  void expect(const std::vector<std::uint32_t>& types) {
    for (const std::uint32_t type : types) {
      REQUIRE(gw_poll_event(get(), &last_));
      CHECK(last_.type == type);
    }
    if (types.empty()) expect_no_more();
  }
  /// The last event: its views live until the next call.
  [[nodiscard]] const gw_event& last() const { return last_; }

  void passes(gw_duration time) {
    expect_no_more();
    now_ += time;
    gw_on_timeout(get(), now_);
  }
  void ends(int error, const std::vector<std::uint32_t>& types) {
    expect_no_more();
    gw_receive_end(get(), error, now_);
    expect(types);
  }
  [[nodiscard]] gw_time now() const { return now_; }

 private:
  void expect_no_more() {
    gw_event event;
    const bool more = gw_poll_event(get(), &event);
    CAPTURE(event.type);
    CHECK_FALSE(more);
  }

  void open_if_wanted() {
    if (opened_ || !gw_wants_transport(get())) return;
    gw_opened(get(), now_);
    opened_ = true;
  }

  c_machine machine_;
  gw_time now_ = 1;
  bool opened_ = false;
  buffer heard_;
  std::string shown_;
  gw_event last_{};
};

template <class Options>
Options initialised(void (*init)(Options*, std::size_t)) {
  Options made;
  init(&made, sizeof made);
  return made;
}

}  // namespace gamewire::test
