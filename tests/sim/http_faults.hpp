/// What a server of HTTP/1.1 answers, and what it may do to an answer: one table.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <system_error>

#include "dice.hpp"
#include "faults.hpp"

namespace gamewire::sim {

/// What a server has said, over all connections.
class http_ledger {
 public:
  void give(const std::string& tag, std::string_view body) { given_[tag].emplace(body); }
  /// Was this ever an answer to that?
  [[nodiscard]] bool gave(const std::string& tag, std::string_view body) const {
    const auto at = given_.find(tag);
    return at != given_.end() && at->second.contains(body);
  }
  void pause(const std::string& tag) { ++pauses_[tag]; }
  /// How often it was told to come again later.
  [[nodiscard]] std::uint32_t pauses(const std::string& tag) const {
    const auto at = pauses_.find(tag);
    return at != pauses_.end() ? at->second : 0;
  }
  std::uint32_t next_number() { return ++number_; }

 private:
  std::map<std::string, std::set<std::string, std::less<>>> given_;
  std::map<std::string, std::uint32_t> pauses_;
  std::uint32_t number_ = 0;
};

/// What all connections of a run have in common.
struct http_setting {
  std::string_view secret;   // without which nobody is let in
  std::uint32_t faults = 0;  // per mille of requests that something is done to
  bool gentle = true;        // only what a client has to bear without loss
};

/// An answer, as it is to go out.
struct http_draft {
  std::string tag;   // of the request
  std::string head;  // the empty line included
  std::string body;
  std::size_t owed = std::string::npos;     // bytes that belong to it; the others answer nobody
  std::size_t cut = std::string::npos;      // it ends after so many
  std::optional<std::error_code> end = {};  // and then the connection does
  bool drips = false;
  bool late = false;  // what is not owed
};

/// Writes answers, each like no other, and notes in the ledger what they are.
class http_author {
 public:
  http_author(dice& dice, const http_setting& in, http_ledger& ledger)
      : dice_(dice), in_(in), ledger_(ledger) {}

  /// In an envelope of ASF's, which names the request.
  [[nodiscard]] std::string json_for(const std::string& tag);
  void give(http_draft& of, std::string_view status, std::string_view body, std::string_view fields = {});
  /// Says no, in ASF's words.
  void refuse(http_draft& of, std::string_view status, bool for_good);

  [[nodiscard]] dice& any() const { return dice_; }
  [[nodiscard]] http_ledger& ledger() const { return ledger_; }
  [[nodiscard]] std::string secret() const { return std::string(in_.secret); }

 private:
  dice& dice_;
  const http_setting& in_;
  http_ledger& ledger_;
};

/// What is done to an honest answer.
struct http_fault {
  std::string_view name;
  void (*spoil)(http_draft& of, http_author& by);
};

/// `gentle`: one that a client has to bear without loss.
const http_fault& any_http_fault(dice& dice, bool gentle);
menu menu_of_http_faults();

/// An answer to nobody.
std::string poisoned_answer();

}  // namespace gamewire::sim
