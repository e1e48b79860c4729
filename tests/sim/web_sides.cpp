/// The two sides of ours, with machines on them, and whoever watches that they keep the contract.
#include <algorithm>
#include <array>

#include <gamewire/over.hpp>
#include <gamewire/websocket/client.hpp>
#include <gamewire/websocket/server.hpp>

#include "parley.hpp"
#include "support/metered.hpp"
#include "support/observed.hpp"
#include "web_party.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

template <class Options>
void choose(Options& options, dice& dice, const web_setting& in) {
  options.writes = dice.chance(500) ? websocket::message_type::text : websocket::message_type::binary;
  options.max_message = in.max_message;
  options.max_empty_fragments = in.most_empty;
  options.max_unsent = dice.between(100, 70000);
  if (dice.chance(300)) options.ping_interval = dice.milliseconds(50, 2000);
  if (!in.rough) return;
  if (dice.chance(300)) options.handshake_timeout = dice.milliseconds(1, 1000);
  if (dice.chance(300)) options.closing_timeout = dice.milliseconds(1, 1000);
  if (dice.chance(300)) options.pong_timeout = dice.milliseconds(1, 1000);
  if (dice.chance(100)) options.ping_interval = {};
}

websocket::client_options client_side(dice& dice, const web_setting& in) {
  websocket::client_options options{.host = "a", .secret_segment = "hush"};
  choose(options, dice, in);
  options.secret = {dice.number(), dice.number()};
  return options;
}

websocket::server_options server_side(dice& dice, const web_setting& in) {
  websocket::server_options options;
  choose(options, dice, in);
  return options;
}

/// Watches one machine on a layer.
template <machine M>
class side : public web_party {
 public:
  using machine_type = test::metered<M>;

  side(std::uint64_t seed, const web_setting& in, const typename M::options& options, trace& log, post send)
      : dice_(seed),
        in_(in),
        log_(log),
        actor_(machine_type([&] { return M(options); })),
        memory_limit_(4 * (options.lower.max_message + options.lower.max_unsent + in.longest) + 100'000) {
    actor_.on_send = [this, send = std::move(send)](bytes out) {
      const std::size_t taken = send(out);
      if (taken != 0) ++tally_.datagrams;
      return taken;
    };
    actor_.on_event = [this](const typename M::event& event) {
      std::visit([this](const auto& one) { this->note(one); }, event);
    };
  }

  [[nodiscard]] time_point next() const override {
    return over() ? never : std::min(actor_.machine().deadline(), next_act_);
  }
  void wake(time_point now) override {
    actor_.at(now);
    if (now >= actor_.machine().deadline() || dice_.chance(30)) actor_.on_timeout(now);
    if (!over() && now >= next_act_) act();
    actor_.drain();
  }
  void receive(bytes piece, time_point now) override {
    actor_.receive(piece, now);
    if (dice_.chance(20)) actor_.relocate();
  }
  void end(std::error_code why, time_point now) override { actor_.receive_end(why, now); }
  [[nodiscard]] bool over() const override { return actor_.over(); }
  [[nodiscard]] bool content() const override { return over() && !end_ && tally_.failed == 0; }

  [[nodiscard]] std::string breach() const override {
    if (!actor_.breaches().empty()) return actor_.breaches().front();
    if (!breach_.empty()) return breach_;
    if (!over()) return "stuck: a side is not done";
    if (actor_.machine().peak_memory() > static_cast<std::int64_t>(memory_limit_) + spoken_)
      return "more memory than the options allow";
    if (actor_.machine().memory() > 8192) return "memory was not given back";
    return {};
  }

 protected:
  virtual void act() = 0;
  virtual void hear(std::string_view word) = 0;

  dice dice_;
  web_setting in_;
  trace& log_;
  test::observed<machine_type> actor_;
  time_point next_act_ = never;
  std::int64_t spoken_ = 0;  // bytes that its machine may hold
  std::string breach_;

 private:
  void note(const echoed& answer) {
    ++tally_.answered;
    hear(answer.text);
  }
  void note(const overheard& word) { hear(word.text); }
  void note(const failed& request) {
    ++tally_.failed;
    log_.line(actor_.now(), "failed: " + request.error.message());
  }
  void note(const closed& last) {
    end_ = last.error;
    log_.line(actor_.now(), "closed: " + end_.message());
  }

  std::size_t memory_limit_;
  std::error_code end_;
};

template <machine M>
class client_of final : public side<M> {
 public:
  client_of(std::uint64_t seed, const web_setting& in, const typename M::options& options, trace& log,
            web_party::post send)
      : side<M>(seed, in, options, log, std::move(send)), acts_left_(this->dice_.between(1, 6)) {
    this->next_act_ = time_point(this->dice_.milliseconds(0, 300));
    this->actor_.request_limit = options.upper.deadline + 1ms;
  }

 private:
  using base = side<M>;

  void act() override {
    auto& actor = this->actor_;
    this->next_act_ = actor.now() + this->dice_.milliseconds(0, 2000);
    if (--acts_left_ == 0) return this->next_act_ = never, actor.close(actor.now());
    for (auto more = this->dice_.between(1, 4); more != 0; --more) say(make_word(this->dice_, this->in_));
  }

  void say(const std::string& word) {
    if (!this->actor_.ask([&](auto& outer) { return outer.call([&](M& on) { return on->ask(word); }); }))
      return;
    ++this->tally_.asked;
    this->words_.push_back(word);
    this->spoken_ += 4 * static_cast<std::int64_t>(word.size()) + 200;
  }

  void hear(std::string_view word) override {
    if (this->in_.honest && (heard_ >= this->words_.size() || word != echo_of(this->words_[heard_])))
      this->breach_ = "an answer that was not given";
    ++heard_;
  }

  std::uint32_t acts_left_;
  std::size_t heard_ = 0;
};

template <machine M>
class server_of final : public side<M> {
 public:
  server_of(std::uint64_t seed, const web_setting& in, const typename M::options& options, trace& log,
            web_party::post send)
      : side<M>(seed, in, options, log, std::move(send)) {
    if (in.rough && this->dice_.chance(200)) this->next_act_ = time_point(this->dice_.milliseconds(0, 5000));
  }

 private:
  void act() override {
    this->next_act_ = never;
    this->actor_.close(this->actor_.now());
  }
  void hear(std::string_view word) override {
    this->words_.emplace_back(word);
    this->spoken_ += 4 * static_cast<std::int64_t>(word.size()) + 200;
  }
};

template <template <machine> class Side, machine M>
std::unique_ptr<web_party> made(dice& dice, const web_setting& in, const typename M::options& options,
                                trace& log, web_party::post send) {
  return std::make_unique<Side<M>>(dice.number(), in, options, log, std::move(send));
}

}  // namespace

std::unique_ptr<web_party> our_client(std::uint64_t seed, const web_setting& in, trace& log,
                                      web_party::post send) {
  dice dice(seed);
  const auto lower = client_side(dice, in);
  const asker_options upper{.deadline = in.rough ? dice.milliseconds(1, 8000) : 20s};
  if (in.plain == framing::datagram)
    return made<client_of, over<websocket::messages, echo_asker<framing::datagram>>>(
        dice, in, {.lower = lower, .upper = upper}, log, std::move(send));
  return made<client_of, over<websocket::lines, echo_asker<framing::stream>>>(
      dice, in, {.lower = lower, .upper = upper}, log, std::move(send));
}

std::unique_ptr<web_party> our_server(std::uint64_t seed, const web_setting& in, trace& log,
                                      web_party::post send) {
  dice dice(seed);
  const auto lower = server_side(dice, in);
  if (in.plain == framing::datagram)
    return made<server_of, over<websocket::server_messages, echo<framing::datagram>>>(
        dice, in, {.lower = lower, .upper = {}}, log, std::move(send));
  return made<server_of, over<websocket::server_lines, echo<framing::stream>>>(
      dice, in, {.lower = lower, .upper = {}}, log, std::move(send));
}

std::string make_word(dice& dice, const web_setting& in) {
  static constexpr std::array sizes{1U,   2U,    20U,   124U,   125U,   126U,
                                    127U, 1000U, 5000U, 65535U, 65536U, 70000U};
  static constexpr std::array<std::string_view, 6> characters{"a",      " ",      "\r",
                                                              "\u00e4", "\u20ac", "\U0001f600"};
  const std::size_t size = std::min<std::size_t>(in.longest, sizes[dice.between(0, sizes.size() - 1)]);
  const std::string_view first = characters[dice.between(0, characters.size() - 1)];
  const std::string_view second = characters[dice.between(0, characters.size() - 1)];
  std::string word = std::to_string(dice.between(0, 99));
  while (word.size() < size) (word += first) += second;
  return word;
}

}  // namespace gamewire::sim
