/// The server of ASF's log: it writes, shows what it wrote last with each connection, and comes and goes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gamewire/bytes.hpp>
#include <gamewire/time.hpp>

#include "dice.hpp"
#include "faults.hpp"
#include "trace.hpp"

namespace gamewire::sim {

class log_host {
 public:
  /// The way to its client: how many bytes it takes.
  using post = std::function<std::size_t(bytes)>;

  /// `rough`: it does not only write.
  log_host(dice& dice, bool rough, fault_counts& met, trace& log);
  log_host(const log_host&) = delete;
  ~log_host();

  /// It has written for a while, and goes on.
  void begin();
  /// All entries so far. Each is like no other.
  [[nodiscard]] const std::vector<std::string>& written() const { return written_; }
  /// When it has something to do; when that is to write.
  [[nodiscard]] time_point next() const;
  [[nodiscard]] time_point writes_at() const { return writes_at_; }
  /// An entry, or something that is none; and now and then it goes. False: there is nothing more.
  bool write(time_point now);

  void connect(post send, time_point now);
  void receive(bytes piece, time_point now);
  void drive(time_point now);
  /// So many bytes of what it said have arrived.
  void arrived(std::size_t size);
  void disconnect();
  /// Nothing more is said on this connection.
  [[nodiscard]] bool has_gone() const { return !server_ || ends_; }
  /// It has said so, in a way that nobody asks again.
  [[nodiscard]] bool refused_for_good() const { return refused_for_good_; }
  /// It has said that entry on this connection twice in a row.
  [[nodiscard]] bool said_twice(std::size_t number) const { return twice_ == number; }
  /// It has said it ahead of the history.
  [[nodiscard]] bool said_ahead(std::size_t number) const { return ahead_ == number; }
  /// The first promise that its own side broke, or "".
  [[nodiscard]] const std::string& breach() const { return breach_; }

  static menu what_there_is();

 private:
  struct server;  // the machine that talks

  void write_line();
  void tell(const std::string& entry);
  void say(const std::string& message);
  void welcome();
  void refuse(bytes piece, time_point now);
  void misbehave(time_point now);
  void stop(std::string_view how, time_point now);

  dice& dice_;
  bool rough_;
  fault_counts& met_;
  trace& log_;
  std::uint32_t history_;  // entries that it shows with a connection
  std::uint32_t pace_ms_;
  std::vector<std::string> written_;
  std::uint32_t lines_left_ = 0;
  time_point writes_at_ = never;

  // Of the connection, if there is one.
  std::unique_ptr<server> server_;
  post send_;
  bool welcomed_ = false;
  std::optional<std::size_t> twice_, ahead_;
  bool listens_ = false;  // somebody does
  bool stalled_ = false;
  bool ends_ = false;
  bool refuses_ = false;
  std::string heard_;              // of a handshake that is going to be refused
  std::size_t to_be_refused_ = 0;  // bytes of a refusal that stays one, which have not arrived
  bool refused_for_good_ = false;
  std::string breach_;
};

}  // namespace gamewire::sim
