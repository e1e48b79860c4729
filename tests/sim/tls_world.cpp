/// A simulated run of TLS: words that come back as an echo, somebody in between, and certificates of all sorts. The
/// randomness is OpenSSL's, so no two runs are quite the same, and there is no golden trace.
#include <algorithm>
#include <array>
#include <vector>

#include <gamewire/over.hpp>
#include <gamewire/tls/client.hpp>
#include <gamewire/tls/server.hpp>

#include "parley.hpp"
#include "stream_link.hpp"
#include "support/certificates.hpp"
#include "support/observed.hpp"
#include "trace.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr time_point latest{std::chrono::minutes(10)};
constexpr std::string_view marker = "plain-words";  // of what may be seen by nobody in between

// Who answers, if it is not the server that was meant …
constexpr std::string_view garbage = "garbage in place of a ServerHello";
constexpr std::string_view speaks_http = "plain HTTP in place of a ServerHello";
constexpr std::string_view hangs_up = "closes in the handshake";
constexpr std::string_view is_silent = "silence in the handshake";
constexpr std::array impostors{garbage, speaks_http, hangs_up, is_silent};
// … what it shows …
struct bad_certificate {
  std::string_view name;
  tls::errc error;
};
constexpr std::array bad_certificates{
    bad_certificate{"a certificate for another name", tls::errc::wrong_host},
    bad_certificate{"an expired certificate", tls::errc::expired},
    bad_certificate{"a certificate of the future", tls::errc::not_yet_valid},
    bad_certificate{"a certificate from nobody", tls::errc::unknown_issuer},
    bad_certificate{"a certificate from itself", tls::errc::self_signed}};
// … and what is done on the way, once.
constexpr std::string_view flips = "a changed bit";
constexpr std::string_view repeats = "bytes twice";
constexpr std::string_view leaves_out = "bytes left out";
constexpr std::string_view inserts = "bytes that nobody sent";
constexpr std::string_view truncates = "the end, without a farewell";
constexpr std::array tamperings{flips, repeats, leaves_out, inserts, truncates};

tls::identity identity_of(const test::credentials& who) {
  return *tls::identity::pem(who.certificate, who.key);
}

/// That of the row in `bad_certificates`; made once, for that takes long.
const tls::identity& bad_identity(std::size_t row) {
  using namespace std::chrono;
  static const auto made = [] {
    const auto& authority = test::test_authority();
    const auto stranger = test::make_certificate({.name = "stranger", .authority = true});
    const std::vector<std::string> names{"DNS:play.example"};
    return std::array{
        identity_of(test::make_certificate({.alternatives = {"DNS:other.example"}}, &authority)),
        identity_of(test::make_certificate({.alternatives = names, .until = sys_days{year{2025} / 1 / 1}},
                                           &authority)),
        identity_of(test::make_certificate({.alternatives = names, .from = sys_days{year{2035} / 1 / 1}},
                                           &authority)),
        identity_of(test::make_certificate({.alternatives = names}, &stranger)),
        identity_of(test::make_certificate({.alternatives = names}))};
  }();
  return made[row];
}
const tls::identity& good_identity() {
  static const tls::identity made = identity_of(test::test_server());
  return made;
}
const tls::trust& good_trust() {
  static const tls::trust made = *tls::trust::pem(test::test_authority().certificate);
  return made;
}

using tls_client = over<tls::client, echo_asker<framing::stream>>;
using tls_server = over<tls::server, echo<framing::stream>>;

class tls_world final : public world {
 public:
  tls_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        rough_(dice_.chance(700)),
        up_(weather(), dice_.number(), met_),
        down_(weather(), dice_.number(), met_) {
    if (rough_) choose_fault();
    tls_client::options options{
        .lower = {.host = "play.example", .trust = good_trust(), .wall_time = test::test_time}, .upper = {}};
    if (rough_) options.upper.deadline = dice_.milliseconds(1, 8000);
    if (rough_ && dice_.chance(300)) options.lower.handshake_timeout = dice_.milliseconds(1, 5000);
    options.lower.max_unsent = dice_.between(1024, 70000);
    secure_by_ = time_point(options.lower.handshake_timeout + options.lower.closing_timeout + 1ms);
    client_.emplace(tls_client(options));
    client_->request_limit = options.upper.deadline + 1ms;
    client_->on_send = [this](bytes out) { return send(up_, out); };
    client_->on_event = [this](const tls_client::event& event) {
      std::visit([this](const auto& what) { this->note(what); }, event);
    };
    const tls::identity& shown = bad_ ? bad_identity(*bad_) : good_identity();
    server_.emplace(tls_server(tls_server::options{.lower = {.identity = shown}, .upper = {}}));
    server_->on_send = [this](bytes out) { return send(down_, out); };
    server_->on_event = [this](const tls_server::event& event) {
      std::visit([this](const auto& what) { this->hear(what); }, event);
    };
    next_act_ = time_point(dice_.milliseconds(0, 300));
    acts_left_ = dice_.between(1, 6);
  }

  [[nodiscard]] time_point next() const override {
    const bool waits = !up_.has_room() || !down_.has_room();
    const time_point next = std::min(
        {up_.next(), down_.next(), client_->machine().deadline(), server_->machine().deadline(),
         client_->over() ? never : next_act_, truncates_at_,
         hang_up_at(client_->over(), server_->over(), up_, server_ended_),
         hang_up_at(server_is_gone(), client_->over(), down_, client_ended_), waits ? retry_at_ : never});
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (up_.next() <= now_) deliver_up();
    if (down_.next() <= now_) deliver_down();
    if (now_ >= truncates_at_) truncate();
    drive();
    if (hang_up_at(client_->over(), server_->over(), up_, server_ended_) <= now_) end_server({});
    if (hang_up_at(server_is_gone(), client_->over(), down_, client_ended_) <= now_) end_client({});
    retry_at_ = now_ + 5ms;
  }

  outcome end() override {
    check();
    return {.trace = log_.hash(), .counts = counts_, .breach = breach_, .met = met_};
  }

 private:
  stream_weather weather() {
    stream_weather made = make_stream_weather(dice_, rough_);
    made.corrupt_at = stream_weather().corrupt_at;  // that is done elsewhere
    if (made.room < 300) made.room = 300;           // what goes byte by byte takes its time
    return made;
  }

  void choose_fault() {
    const auto draw = dice_.between(0, 9);
    if (draw < 2) impostor_ = impostors[dice_.between(0, impostors.size() - 1)];
    if (draw == 2 || draw == 3) bad_ = dice_.between(0, bad_certificates.size() - 1);
    if (draw < 4 || draw > 7) return;
    tampering_ = tamperings[dice_.between(0, tamperings.size() - 1)];
    if (tampering_ == truncates)
      truncates_at_ = time_point(dice_.milliseconds(0, 3000));
    else
      tampers_at_ = dice_.between(0, 6000), tampers_up_ = dice_.chance(500);
  }

  std::size_t send(stream_link& through, bytes out) {
    if (as_text(out).find(marker) != std::string_view::npos) breach("what is said can be read on the way");
    const std::size_t taken = through.send(out, now_);
    if (taken != 0) ++counts_.datagrams;
    return taken;
  }

  void drive() {
    if (now_ > secure_by_ && !client_->over() && !client_->machine().lower().secure())
      breach("no handshake, and no end");
    client_->at(now_);
    if (now_ >= client_->machine().deadline() || dice_.chance(30)) client_->on_timeout(now_);
    if (!client_->over() && now_ >= next_act_) act();
    client_->drain();
    if (impostor_.empty()) {
      server_->at(now_);
      if (now_ >= server_->machine().deadline()) server_->on_timeout(now_);
      server_->drain();
    }
  }

  void act() {
    next_act_ = now_ + dice_.milliseconds(0, 2000);
    if (--acts_left_ == 0) {
      next_act_ = never;
      closing_ = true;
      return client_->close(now_);
    }
    if (dice_.chance(50)) client_->relocate();
    for (auto more = dice_.between(1, 3); more != 0; --more) {
      static constexpr std::array sizes{1U, 100U, 5000U, 16384U, 40000U};
      std::string word = std::string(marker) + std::to_string(dice_.between(0, 999));
      word.append(sizes[dice_.between(0, sizes.size() - 1)], static_cast<char>('a' + dice_.between(0, 25)));
      if (!client_->ask([&](tls_client& machine) { return machine->ask(word); })) continue;
      ++counts_.asked;
      said_.push_back(word);
    }
  }

  void note(const echoed& answer) {
    if (heard_back_ >= said_.size() || answer.text != echo_of(said_[heard_back_]))
      breach("an answer that was not given");
    ++heard_back_;
    ++counts_.answered;
  }
  void note(const failed& request) {
    ++heard_back_;
    ++counts_.failed;
    log_.line(now_, "failed: " + request.error.message());
  }
  void note(const closed& last) {
    client_end_ = last.error;
    log_.line(now_, "the client closed: " + last.error.message());
  }
  void hear(const overheard& word) {
    if (heard_ >= said_.size() || word.text != said_[heard_]) breach("the server heard what was not said");
    ++heard_;
  }
  void hear(const closed& last) {
    server_end_ = last.error;
    log_.line(now_, "the server closed: " + last.error.message());
  }

  void deliver_up() {
    test::buffer piece = up_.take();
    if (server_ended_ || server_->over()) return;
    if (piece.empty()) return end_server(std::make_error_code(std::errc::connection_reset));
    if (!impostor_.empty()) return impersonate();
    if (tampers_up_) piece = tampered(std::move(piece));
    if (!piece.empty()) server_->receive(piece, now_);
  }

  void deliver_down() {
    test::buffer piece = down_.take();
    if (client_ended_ || client_->over()) return;
    if (piece.empty()) return end_client(std::make_error_code(std::errc::connection_reset));
    if (!tampers_up_) piece = tampered(std::move(piece));
    if (!piece.empty()) client_->receive(piece, now_);
  }

  /// Once, behind so many bytes.
  test::buffer tampered(test::buffer piece) {
    if (tampering_.empty() || tampering_ == truncates || was_tampered_) return piece;
    if (passed_ + piece.size() <= tampers_at_) return passed_ += piece.size(), piece;
    const auto at = piece.begin() + static_cast<std::ptrdiff_t>(tampers_at_ - passed_);
    met_.met(tampering_);
    log_.line(now_, "on the way: " + std::string(tampering_));
    was_tampered_ = true;
    matters_ = tampers_up_ || heard_back_ < said_.size();
    was_closing_ = closing_;
    if (tampering_ == flips) *at ^= std::byte{1} << dice_.between(0, 7);
    if (tampering_ == repeats) piece.insert(piece.end(), at, piece.end());
    if (tampering_ == leaves_out) piece.erase(at, piece.end());
    if (tampering_ == inserts) piece.insert(at, std::byte{0x17});
    return piece;
  }

  void truncate() {
    truncates_at_ = never;
    if (client_ended_ || server_ended_ || client_->over() || server_->over()) return;
    met_.met(truncates);
    was_closing_ = closing_;
    const auto whom = dice_.between(0, 2);  // both, or one of them
    client_was_cut_ = whom != 1;
    server_was_cut_ = whom != 2;
    if (client_was_cut_) end_client({});
    if (server_was_cut_) end_server({});
  }

  void impersonate() {
    if (std::exchange(impersonated_, true)) return;
    met_.met(impostor_);
    std::string says;
    if (impostor_ == speaks_http) says = "HTTP/1.1 400 Bad Request\r\n\r\n";
    if (impostor_ == garbage)
      for (auto left = dice_.between(1, 300); left != 0; --left)
        says += static_cast<char>(dice_.between(0, 255));
    if (!says.empty()) (void)down_.send(as_bytes(says), now_);
  }

  /// An impostor that has said its word, and is not just silent.
  [[nodiscard]] bool server_is_gone() const {
    return server_->over() || (impersonated_ && impostor_ != is_silent);
  }
  [[nodiscard]] time_point hang_up_at(bool gone, bool deaf, const stream_link& between, bool ended) const {
    return gone && !deaf && !ended && between.next() == never ? now_ : never;
  }

  void end_client(std::error_code why) {
    if (std::exchange(client_ended_, true) || client_->over()) return;
    client_->receive_end(why, now_);
  }
  void end_server(std::error_code why) {
    if (std::exchange(server_ended_, true) || server_->over()) return;
    server_->receive_end(why, now_);
  }

  void check() {
    if (bad_ && server_saw_all_its_handshake()) met_.met(bad_certificates[*bad_].name);
    for (const std::string& one : client_->breaches()) breach("client: " + one);
    for (const std::string& one : server_->breaches()) breach("server: " + one);
    if (!client_->over()) breach("stuck: the client is not done");
    if (impostor_.empty() && !server_->over()) breach("stuck: the server is not done");
    const bool nobody = bad_ || !impostor_.empty();
    if (nobody && heard_ != 0) breach("something was said to nobody in particular");
    if (nobody && counts_.answered != 0) breach("an answer from nobody in particular");
    if (!was_closing_) check_broken();
    if (rough_ || said_.empty()) return;
    if (client_end_ || server_end_ || counts_.failed != 0) breach("it ended badly, for no reason");
  }

  /// The client knew why it refused.
  [[nodiscard]] bool server_saw_all_its_handshake() const {
    return client_end_ == bad_certificates[*bad_].error;
  }

  /// It must not pass for an orderly end. A client that waits for nothing may leave without having missed anything; a
  /// server waits for its farewell.
  void check_broken() {
    if ((client_was_cut_ && !client_end_) || (server_was_cut_ && !server_end_))
      breach("a truncation passes for an orderly end");
    if (matters_ && !(tampers_up_ ? server_end_ : client_end_))
      breach("changed bytes pass for an orderly conversation");
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  std::string_view impostor_;
  std::optional<std::size_t> bad_;  // certificate
  std::string_view tampering_;
  std::uint64_t tampers_at_ = 0;
  std::uint64_t passed_ = 0;
  bool tampers_up_ = false;
  bool was_tampered_ = false;
  bool matters_ = false;  // who gets the changed bytes waits for what comes
  bool client_was_cut_ = false;
  bool server_was_cut_ = false;
  bool was_closing_ = false;  // the client, by then
  bool impersonated_ = false;
  time_point truncates_at_ = never;
  time_point secure_by_ = never;  // or over
  time_point now_{};
  stream_link up_;
  stream_link down_;
  std::optional<test::observed<tls_client>> client_;
  std::optional<test::observed<tls_server>> server_;
  bool client_ended_ = false;
  bool server_ended_ = false;
  std::error_code client_end_;
  std::error_code server_end_;
  time_point next_act_ = never;
  time_point retry_at_ = never;
  std::uint32_t acts_left_ = 0;
  bool closing_ = false;
  std::vector<std::string> said_;
  std::size_t heard_ = 0;       // by the server
  std::size_t heard_back_ = 0;  // by the client, or known not to come
  tally counts_;
};

}  // namespace

std::unique_ptr<world> make_tls_world(std::uint64_t seed, bool show) {
  return std::make_unique<tls_world>(seed, show);
}

menu menu_of_tls() {
  menu all = menu_of_streams();
  std::erase(all, "changed byte");
  all.insert(all.end(), impostors.begin(), impostors.end());
  for (const bad_certificate& one : bad_certificates) all.emplace_back(one.name);
  all.insert(all.end(), tamperings.begin(), tamperings.end());
  return all;
}

}  // namespace gamewire::sim
