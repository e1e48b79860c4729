/// Who takes part in a simulated WebSocket: one that stands on ours, or one that makes its frames by hand.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gamewire/machine.hpp>

#include "dice.hpp"
#include "trace.hpp"
#include "world.hpp"

namespace gamewire::sim {

/// What all that take part in one run have in common.
struct web_setting {
  framing plain;
  bool rough;                     // things may go wrong
  bool honest;                    // no byte is changed on its way
  std::size_t longest;            // bytes of a word, about
  std::size_t max_message;        // of either side
  std::uint32_t most_empty = 60;  // fragments of a message
};

class web_party {
 public:
  /// The transport: how many bytes it takes.
  using post = std::function<std::size_t(bytes)>;

  web_party() = default;
  web_party(const web_party&) = delete;
  virtual ~web_party() = default;

  /// When it has something to do, whatever it hears.
  [[nodiscard]] virtual time_point next() const = 0;
  /// It may have more to send than the transport took.
  virtual void wake(time_point now) = 0;
  virtual void receive(bytes piece, time_point now) = 0;
  virtual void end(std::error_code why, time_point now) = 0;
  /// It has hung up.
  [[nodiscard]] virtual bool over() const = 0;
  /// Nothing failed.
  [[nodiscard]] virtual bool content() const = 0;
  /// The first promise that was broken, to it or by it, or "".
  [[nodiscard]] virtual std::string breach() const = 0;
  /// Of a client what it has said, of a server what it has heard.
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
  [[nodiscard]] const tally& counts() const { return tally_; }
  [[nodiscard]] const fault_counts& met() const { return met_; }

 protected:
  std::vector<std::string> words_;
  tally tally_;
  fault_counts met_;
};

using web_maker = std::unique_ptr<web_party> (*)(std::uint64_t seed, const web_setting& in, trace& log,
                                                 web_party::post send);

/// Those of ours: the client asks, the server is an echo.
std::unique_ptr<web_party> our_client(std::uint64_t seed, const web_setting& in, trace& log,
                                      web_party::post send);
std::unique_ptr<web_party> our_server(std::uint64_t seed, const web_setting& in, trace& log,
                                      web_party::post send);
/// The same of another's making, who does what a peer may do, and in rough runs what it may not.
std::unique_ptr<web_party> foreign_client(std::uint64_t seed, const web_setting& in, trace& log,
                                          web_party::post send);
std::unique_ptr<web_party> foreign_server(std::uint64_t seed, const web_setting& in, trace& log,
                                          web_party::post send);

/// What those of another's making do that they may not, or that nobody likes.
menu menu_of_strangers();

/// Of characters of one to four bytes, so that text is cut inside them, and none that ends a line.
std::string make_word(dice& dice, const web_setting& in);

}  // namespace gamewire::sim
