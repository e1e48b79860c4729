/// A simulated run of WebSocket: a client, a server, one of which may be of another's making, and a connection with
/// its weather.
#include <algorithm>

#include "stream_link.hpp"
#include "web_party.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

constexpr time_point latest{std::chrono::minutes(10)};

/// As everywhere; and now and then cut at every byte, or nearly.
stream_weather make_weather(dice& dice, bool rough) {
  stream_weather made = make_stream_weather(dice, rough);
  if (dice.chance(100)) made.longest = dice.between(1, 3);
  return made;
}

class web_world final : public world {
 public:
  web_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        rough_(dice_.chance(600)),
        up_weather_(make_weather(dice_, rough_)),
        down_weather_(make_weather(dice_, rough_)),
        setting_(make_setting()),
        up_(up_weather_, dice_.number(), met_),
        down_(down_weather_, dice_.number(), met_) {
    const bool strange = dice_.chance(600);
    const bool strange_client = strange && dice_.chance(500);
    client_.is = make(strange_client ? foreign_client : our_client, up_, "client");
    server_.is = make(strange && !strange_client ? foreign_server : our_server, down_, "server");
    if (rough_ && dice_.chance(100)) ends_at_ = time_point(dice_.milliseconds(0, 5000));
  }

  [[nodiscard]] time_point next() const override {
    const bool waits = !up_.has_room() || !down_.has_room();
    const time_point next = std::min({up_.next(), down_.next(), client_.is->next(), server_.is->next(),
                                      ends_at_, hang_up_at(client_, server_, up_),
                                      hang_up_at(server_, client_, down_), waits ? retry_at_ : never});
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    if (up_.next() <= now_) deliver(up_, server_);
    if (down_.next() <= now_) deliver(down_, client_);
    for (party* one : {&client_, &server_})
      if (!one->is->over()) one->is->wake(now_);
    if (hang_up_at(client_, server_, up_) <= now_) end_of(server_, {});
    if (hang_up_at(server_, client_, down_) <= now_) end_of(client_, {});
    if (now_ >= ends_at_) {
      ends_at_ = never;
      met_.met("ends without a word");
      end_of(dice_.chance(500) ? client_ : server_, {});
    }
    retry_at_ = now_ + 5ms;
  }

  outcome end() override {
    check();
    outcome made{.trace = log_.hash(), .counts = counts(), .breach = breach_, .met = met_};
    made.met += client_.is->met();
    made.met += server_.is->met();
    return made;
  }

 private:
  struct party {
    std::unique_ptr<web_party> is;
    bool ended = false;  // it hears nothing any more
  };

  web_setting make_setting() {
    // What goes byte by byte, or through a narrow way that cuts it ever finer, takes its time.
    const bool slow = std::min(up_weather_.longest, down_weather_.longest) < 4 ||
                      std::min(up_weather_.room, down_weather_.room) != stream_weather().room;
    web_setting made{
        .plain = dice_.chance(500) ? framing::datagram : framing::stream,
        .rough = rough_,
        .honest = std::min(up_weather_.corrupt_at, down_weather_.corrupt_at) == stream_weather().corrupt_at,
        .longest = slow                ? 300U
                   : dice_.chance(100) ? 70000U
                                       : 3000U,
        .max_message = 1U << 17U};
    if (rough_ && dice_.chance(300)) made.max_message = dice_.between(1, 4000);
    return made;
  }

  std::unique_ptr<web_party> make(web_maker what, stream_link& through, const char* name) {
    return what(dice_.number(), setting_, log_, [this, &through, name](bytes out) {
      const std::size_t taken = through.send(out, now_);
      if (taken != 0) log_.line(now_, std::string(name) + " sends " + test::to_hex(out.first(taken), 32));
      return taken;
    });
  }

  /// Whoever has hung up is heard to, behind what was on its way.
  [[nodiscard]] time_point hang_up_at(const party& who, const party& whom, const stream_link& between) const {
    return who.is->over() && !whom.ended && !whom.is->over() && between.next() == never ? now_ : never;
  }

  void deliver(stream_link& from, party& to) {
    const test::buffer piece = from.take();
    if (to.ended || to.is->over()) return;
    if (piece.empty()) return end_of(to, std::make_error_code(std::errc::connection_reset));
    to.is->receive(piece, now_);
  }

  void end_of(party& of, std::error_code why) {
    if (std::exchange(of.ended, true)) return;
    log_.line(now_, &of == &client_ ? "the client's connection ends" : "the server's connection ends");
    if (!of.is->over()) of.is->end(why, now_);
  }

  [[nodiscard]] tally counts() const {
    tally all = client_.is->counts();
    all.datagrams += server_.is->counts().datagrams;
    return all;
  }

  void check() {
    for (const party* one : {&client_, &server_})
      if (const std::string what = one->is->breach(); !what.empty())
        breach((one == &client_ ? "client: " : "server: ") + what);
    const auto& said = client_.is->words();
    const auto& heard = server_.is->words();
    if (setting_.honest &&
        (heard.size() > said.size() || !std::equal(heard.begin(), heard.end(), said.begin())))
      breach("the server heard what the client did not say");
    if (rough_ || said.empty()) return;  // who leaves before it was let in just goes
    if (!client_.is->content() || !server_.is->content()) breach("it ended badly, for no reason");
    if (client_.is->counts().answered != said.size()) breach("a word got lost");
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  bool rough_;
  stream_weather up_weather_;
  stream_weather down_weather_;
  web_setting setting_;
  time_point now_{};
  stream_link up_;
  stream_link down_;
  party client_, server_;
  time_point retry_at_ = never;
  time_point ends_at_ = never;
};

}  // namespace

std::unique_ptr<world> make_web_world(std::uint64_t seed, bool show) {
  return std::make_unique<web_world>(seed, show);
}

menu menu_of_web() { return menu_of_streams() + menu{"ends without a word"} + menu_of_strangers(); }

}  // namespace gamewire::sim
