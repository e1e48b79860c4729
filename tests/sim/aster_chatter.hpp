/// A user of aster::client and its driver: chats at random times, and is watched while it does.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include <gamewire/aster/client.hpp>
#include <gamewire/aster/directory.hpp>
#include <gamewire/aster/transcript.hpp>

#include "dice.hpp"
#include "support/metered.hpp"
#include "support/observed.hpp"
#include "trace.hpp"
#include "world.hpp"

namespace gamewire::sim {

/// The one that is nobody's.
inline constexpr std::string_view wrong_password = "wrong";

class aster_chatter {
 public:
  /// The transport: how many bytes it takes.
  using post = std::function<std::size_t(bytes)>;

  /// `intact`: no byte is changed on the way, and so every answer must fit what was asked.
  aster_chatter(std::uint64_t seed, const aster::client_options& options, bool intact, std::string name,
                trace& log, post send);
  aster_chatter(const aster_chatter&) = delete;

  [[nodiscard]] time_point next() const;
  void wake(time_point now);
  void receive(bytes piece, time_point now) { actor_.receive(piece, now); }
  void end(std::error_code why, time_point now) { actor_.receive_end(why, now); }
  [[nodiscard]] bool wants_transport() const { return actor_.machine().wants_transport(); }
  [[nodiscard]] bool wants_to_connect() const { return actor_.wants_to_connect(); }
  void opened(time_point now) { actor_.opened(now); }
  /// One that there is.
  void emoji(aster::uuid id) { emoji_ = id; }
  void leave(time_point now) { actor_.close(now); }

  /// It does nothing more by itself, and waits for nothing.
  [[nodiscard]] bool quiet() const { return acts_left_ == 0 && actor_.open_requests() == 0; }
  /// It has asked who is there, which an event at that moment may have passed for the answer to.
  [[nodiscard]] bool asked_who_is_there() const { return asked_who_; }
  [[nodiscard]] bool over() const { return actor_.over(); }
  /// A connection of it has ended, and what happened then was not heard; or it logged in later than it asked.
  [[nodiscard]] bool missed_something() const {
    return readies_ != 1 || options_.enter == aster::entry::none;
  }
  [[nodiscard]] const aster::directory& knows() const { return directory_; }
  [[nodiscard]] const aster::transcript& heard() const { return transcript_; }
  /// What it has sent, each with a text of its own.
  [[nodiscard]] const std::set<std::string>& given() const { return given_; }
  [[nodiscard]] const tally& counts() const { return tally_; }
  /// Which answers, and which events, at rest and while a request was open.
  [[nodiscard]] const std::set<std::string>& seen() const { return seen_; }
  static std::set<std::string> all_there_is();
  [[nodiscard]] std::string breach() const;

 private:
  using client = test::metered<aster::client>;
  struct asked {
    aster::command which;
    aster::uuid about = 0;  // whose id the answer has to show
    std::string text;       // that was sent
  };

  void act();
  void ask_something();
  void ask_for_little(const std::string& text);
  void ask_for_oneself(const std::string& text);
  void ask_about_reading();
  void ask_about_groups(const std::string& text);
  void ask_about_channels(const std::string& text);
  template <class Request>
  void ask(const Request& what, aster::uuid about = 0, std::string text = {});
  void note(const aster::client::event& event);
  void check(const aster::answer& answer);
  [[nodiscard]] aster::uuid some_message();
  [[nodiscard]] aster::uuid some_channel();
  [[nodiscard]] aster::uuid some_user();

  dice dice_;
  aster::client_options options_;
  bool intact_;
  bool wrong_;  // the password
  std::string name_;
  trace& log_;
  time_point next_act_;
  std::uint32_t acts_left_;
  bool asks_who_;
  std::uint32_t texts_ = 0;
  std::uint32_t readies_ = 0;
  std::map<request_id, asked> asked_;
  std::set<std::string> seen_;
  std::set<std::string> given_;
  std::map<aster::uuid, std::string> posted_;
  aster::directory directory_;
  aster::transcript transcript_;
  aster::uuid emoji_ = 1;
  bool fetch_ = false;
  bool asked_who_ = false;
  test::observed<client> actor_;
  tally tally_;
  std::string breach_;
};

}  // namespace gamewire::sim
