/// A user of a client over HTTP and its driver: asks at random times, and is watched while it does.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "http_host.hpp"
#include "support/metered.hpp"
#include "support/observed.hpp"
#include "trace.hpp"
#include "world.hpp"

namespace gamewire::sim {

/// What a caller is told about its run.
struct http_call_setting {
  bool rough = false;            // there may be losses
  std::string_view secret = {};  // may show nowhere
  const http_ledger& ledger;
};

class http_caller {
 public:
  /// The transport: how many bytes it takes.
  using post = std::function<std::size_t(bytes)>;

  http_caller() = default;
  http_caller(const http_caller&) = delete;
  virtual ~http_caller() = default;

  [[nodiscard]] virtual time_point next() const = 0;
  virtual void wake(time_point now) = 0;
  virtual void receive(bytes piece, time_point now) = 0;
  virtual void end(std::error_code why, time_point now) = 0;
  /// `intact`: no byte is changed on this connection.
  virtual void opened(bool intact, time_point now) = 0;
  [[nodiscard]] virtual bool wants_to_connect() const = 0;
  [[nodiscard]] virtual bool wants_transport() const = 0;
  [[nodiscard]] virtual bool over() const = 0;
  [[nodiscard]] virtual std::string breach() const = 0;

  /// Requests that it has begun to send over this connection.
  [[nodiscard]] std::uint32_t begun() const { return begun_; }
  /// What answers nobody came just when a request was on its way: nobody can tell that it is not the answer.
  void forgive() { intact_ = false; }
  [[nodiscard]] const tally& counts() const { return tally_; }
  [[nodiscard]] const fault_counts& met() const { return met_; }
  static menu what_there_is() {
    return {"moved", "cancelled", "asked again", "another password", "the connection for an answer"};
  }

 protected:
  std::uint32_t begun_ = 0;
  bool intact_ = true;
  tally tally_;
  fault_counts met_;
};

std::unique_ptr<http_caller> make_asf_caller(std::uint64_t seed, const http_call_setting& in, trace& log,
                                             http_caller::post send);
std::unique_ptr<http_caller> make_webapi_caller(std::uint64_t seed, const http_call_setting& in, trace& log,
                                                http_caller::post send);

/// Of one kind of client, whose options are made from the same seed.
template <machine Client>
class http_caller_of : public http_caller {
 public:
  using options = typename Client::options;

  http_caller_of(dice& dice, const http_call_setting& in, const options& chosen, trace& log, post send)
      : dice_(dice.number()),
        in_(in),
        log_(log),
        options_(chosen),
        next_act_(time_point(dice_.milliseconds(0, 300))),
        acts_left_(dice_.between(1, 8)),
        send_(std::move(send)),
        actor_(client([&] { return Client(chosen); })) {
    actor_.request_limit = options_.deadline + std::chrono::milliseconds(1);
    actor_.on_send = [this](bytes out) { return transmit(out); };
    actor_.on_event = [this](const typename Client::event& event) {
      log_.line(actor_.now(), describe(event));
      std::visit([this](const auto& what) { this->note(what); }, event);
    };
  }

  [[nodiscard]] time_point next() const override {
    return over() ? never : std::min(actor_.machine().deadline(), acts_left_ != 0 ? next_act_ : never);
  }
  void wake(time_point now) override {
    actor_.at(now);
    if (now >= actor_.machine().deadline() || dice_.chance(50)) actor_.on_timeout(now);
    if (acts_left_ != 0 && now >= next_act_) act();
    actor_.drain();
  }
  void receive(bytes piece, time_point now) override {
    if (begun_ != 0) sent_[current_].heard += piece.size(), sent_[current_].doubtful |= !intact_;
    actor_.receive(piece, now);
  }
  void end(std::error_code why, time_point now) override { actor_.receive_end(why, now); }
  void opened(bool intact, time_point now) override {
    intact_ = intact;
    left_ = 0;
    begun_ = 0;
    actor_.opened(now);
  }
  [[nodiscard]] bool wants_to_connect() const override { return actor_.wants_to_connect(); }
  [[nodiscard]] bool wants_transport() const override { return actor_.machine().wants_transport(); }
  [[nodiscard]] bool over() const override { return actor_.over(); }

  [[nodiscard]] std::string breach() const override {
    if (!actor_.breaches().empty()) return actor_.breaches().front();
    if (!breach_.empty()) return breach_;
    if (!over()) return "stuck: a client is not done";
    if (actor_.machine().peak_memory() > memory_limit())
      return "more memory than the options allow: " + std::to_string(actor_.machine().peak_memory());
    if (actor_.machine().memory() > 8192)
      return "memory was not given back: " + std::to_string(actor_.machine().memory());
    if (!in_.rough && tally_.failed != 0) return "a request failed, for no reason";
    return {};
  }

 protected:
  using client = test::metered<Client>;

  /// Gives the machine a request with this tag.
  virtual accepted ask(Client& to, const std::string& tag, bool is_safe, nanoseconds deadline) = 0;
  /// May a request go out now? Else why not.
  [[nodiscard]] virtual std::string withheld() const = 0;
  virtual void act_besides() {}
  virtual void note_answer(const typename Client::event& what) = 0;

  /// What was asked last.
  [[nodiscard]] request_id newest() const {
    return asked_.empty() ? request_id::none : asked_.rbegin()->first;
  }

  void breach(const std::string& what) {
    if (breach_.empty()) breach_ = what;
  }
  void keep_secret(std::string_view text) {
    if (text.find(in_.secret) != text.npos) breach("a secret shows: " + std::string(text));
  }

  /// It went away, instead of an answer, as it was asked to.
  void check_lost(request_id id) {
    ++tally_.answered;
    met_.met("the connection for an answer");
    last_answered_ = id;
    if (asked_[id].tag != restart_tag || current_ != restart_tag || left_ != 0)
      breach("a lost connection passes for an answer");
  }

  /// Every client's answer, with what it is.
  void check_answer(request_id id, bytes body, nanoseconds round_trip, bool fine) {
    ++(fine ? tally_.answered : tally_.failed);
    if (round_trip < nanoseconds::zero() || round_trip > options_.deadline + std::chrono::milliseconds(1))
      breach("a round trip out of bounds");
    if (id < last_answered_) breach("an answer out of order");
    last_answered_ = id;
    if (actor_.now() > asked_[id].due) breach("an answer after the deadline");
    if (intact_ && !in_.ledger.gave(asked_[id].tag, as_text(body)))
      breach("an answer that the server did not give to " + asked_[id].tag + ": " +
             std::string(as_text(body)));
  }
  void note(const failed& request) {
    ++tally_.failed;
    if (actor_.now() > asked_[request.id].due) breach("a failure after the deadline");
    keep_secret(request.detail);
    keep_secret(request.error.message());
  }
  void note(const closed& last) { keep_secret(last.detail); }

  dice dice_;
  http_call_setting in_;
  trace& log_;
  options options_;
  time_point next_act_;
  std::uint32_t acts_left_;
  bool restarts_ = false;  // it can ask for that

 private:
  struct asked {
    std::string tag;
    time_point due;
  };
  /// How often a request went out, and what came since the last time.
  struct sendings {
    std::uint32_t times = 0;
    std::uint32_t pauses = 0;
    std::uint64_t heard = 0;
    bool first = false;     // on its connection
    bool doubtful = false;  // somebody else's answer may have passed for its own
  };

  void note(const auto& other) { note_answer(other); }

  std::size_t transmit(bytes out) {
    check_shown(as_text(out), as_text(actor_.machine().shown_transmit()));
    const std::string shown(as_text(actor_.machine().shown_transmit()));
    const std::size_t taken = send_(out);
    if (taken == 0) return 0;
    if (left_ == 0) begin(as_text(out)), left_ = out.size();
    if (out.size() != left_) breach("in the middle of a request something else is sent");
    left_ -= taken;
    ++tally_.datagrams;
    log_.line(actor_.now(), "client sends " + shown.substr(0, std::min<std::size_t>(taken, 60)));
    return taken;
  }

  void check_shown(std::string_view out, std::string_view shown) {
    keep_secret(shown);
    const bool same =
        std::ranges::equal(out, shown, [](char is, char seen) { return seen == is || seen == '*'; });
    if (!same) breach("what is shown is not what is sent");
  }

  void begin(std::string_view request) {
    current_ = tag_of(request);
    ++begun_;
    if (const std::string why = withheld(); !why.empty()) breach(why);
    sendings& so_far = sent_[current_];
    const std::uint32_t pauses = in_.ledger.pauses(current_);
    const bool is_safe = request.starts_with("GET ");
    const bool is_again = so_far.times++ != 0 && pauses == so_far.pauses;
    if (is_again) met_.met("asked again");
    if (is_again && !so_far.doubtful) check_again(so_far, is_safe);
    so_far.pauses = pauses;
    so_far.heard = 0;
    so_far.first = begun_ == 1;
  }

  void check_again(const sendings& so_far, bool is_safe) {
    if (!is_safe) breach("what may have been done is sent again");
    if (so_far.heard != 0) breach("asked again though an answer had begun");
    if (so_far.first) breach("asked again though its connection had never served");
    if (so_far.times > 2 * (1 + so_far.pauses)) breach("asked too often");
  }

  void act() {
    next_act_ = actor_.now() + dice_.milliseconds(0, 3000);
    if (--acts_left_ == 0) return actor_.close(actor_.now());
    if (dice_.chance(50)) met_.met("moved"), actor_.relocate();
    if (in_.rough && dice_.chance(100) && !actor_.cancel(request_id{dice_.between(1, 9)}))
      met_.met("cancelled");
    act_besides();
    for (auto more = dice_.between(1, 4); more != 0; --more) ask_something();
  }

  void ask_something() {
    const bool restarts = !has_restarted_ && restarts_ && dice_.chance(50);
    const std::string tag = restarts ? std::string(restart_tag) : "Tag" + std::to_string(++tags_) + "End";
    has_restarted_ |= restarts;
    const bool is_safe = !restarts && dice_.chance(600);
    const nanoseconds deadline = dice_.chance(200) ? options_.deadline / 2 : options_.deadline;
    (void)actor_.ask([&](client& machine) {
      const accepted id = machine.call([&](Client& inner) { return ask(inner, tag, is_safe, deadline); });
      if (id) note_asked(*id, {tag, later(actor_.now(), deadline + std::chrono::milliseconds(1))});
      return id;
    });
  }

  /// Before it is told what became of it, which may be at once.
  void note_asked(request_id id, asked what) {
    ++tally_.asked;
    asked_[id] = std::move(what);
  }

  /// The document that reads an answer, the answer twice, what waits, and itself.
  [[nodiscard]] std::int64_t memory_limit() const {
    const auto body = static_cast<std::size_t>(options_.limits.max_body);
    return static_cast<std::int64_t>(40'000 + 2 * options_.max_queued_bytes + 1024 * options_.max_requests +
                                     4 * options_.limits.max_head + 8 * body);
  }

  std::uint32_t tags_ = 0;
  bool has_restarted_ = false;
  std::size_t left_ = 0;  // to be sent of the request that has begun
  std::string current_;
  std::map<std::string, sendings> sent_;
  std::map<request_id, asked> asked_;
  request_id last_answered_ = request_id::none;
  post send_;
  std::string breach_;

 protected:
  test::observed<client> actor_;
};

}  // namespace gamewire::sim
