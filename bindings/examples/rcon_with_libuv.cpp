// Executes a command on a game server over RCON inside a libuv loop: what a driver for streams does, in a loop that
// calls back. The tutorial (core/TUTORIAL.md) goes through it.
//
//     GAMEWIRE_RCON_PASSWORD=secret rcon_with_libuv 192.0.2.1:27015 status

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ranges>
#include <string_view>
#include <vector>

#include <uv.h>

#include <gamewire/rcon/client.hpp>
#include <gamewire/text.hpp>

using namespace gamewire;

// Any clock that never goes back will do: a machine only compares.
static time_point now() { return time_point(nanoseconds(uv_hrtime())); }

static std::error_code error_of(int status) { return {-status, std::system_category()}; }

static void complain(const std::error_code& why) { std::fprintf(stderr, "%s\n", why.message().c_str()); }

// A machine, its connection and its timer. All of them are told of each other in one place, `drain`.
class conversation {
 public:
  conversation(uv_loop_t* loop, rcon::client client) : client_(std::move(client)) {
    uv_tcp_init(loop, &socket_);
    uv_timer_init(loop, &timer_);
    socket_.data = timer_.data = connecting_.data = writing_.data = this;
  }

  conversation(conversation&&) = delete;  // libuv knows where it lies

  void start(const sockaddr* server, std::string_view command) {
    if (const auto asked = client_.execute(command); !asked) return complain(asked.error()), end();
    client_.close(now());  // no more commands: done when this one is answered, or has failed
    const auto connected = [](uv_connect_t* request, int status) { self(request).on_connected(status); };
    if (const int status = uv_tcp_connect(&connecting_, &socket_, server, connected)) on_connected(status);
  }

  [[nodiscard]] bool answered() const { return answered_; }

 private:
  template <class Handle>
  static conversation& self(Handle* of) {
    return *static_cast<conversation*>(of->data);
  }

  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&socket_); }

  void on_connected(int status) {
    if (status == 0) {
      uv_read_start(
          stream(), [](uv_handle_t* of, std::size_t, uv_buf_t* into) { *into = self(of).room(); },
          [](uv_stream_t* of, ssize_t size, const uv_buf_t*) { self(of).on_read(size); });
      client_.opened(now());
    } else {
      client_.receive_end(error_of(status), now());
    }
    drain();
  }

  uv_buf_t room() { return uv_buf_init(in_.data(), static_cast<unsigned>(in_.size())); }

  void on_read(ssize_t size) {
    if (size > 0)
      client_.receive(as_bytes(std::string_view(in_.data(), static_cast<std::size_t>(size))), now());
    else if (size == UV_EOF)
      client_.receive_end({}, now());
    else if (size < 0)
      client_.receive_end(error_of(static_cast<int>(size)), now());
    drain();
  }

  // After whatever was told to the machine: what it wants to send, what has happened, when it wants to be called.
  void drain() {
    send();
    while (const auto event = client_.poll_event()) show(*event);
    if (client_.done()) return end();
    set_timer();
  }

  void send() {
    if (is_writing_) return;  // libuv has something still: what is left waits in the machine
    const bytes out = client_.poll_transmit(now());
    if (out.empty()) return;
    // libuv wants these bytes until it calls back, the machine's view is gone with the next call.
    out_.assign(as_text(out).begin(), as_text(out).end());
    client_.transmitted(out.size(), now());
    is_writing_ = true;
    const uv_buf_t buffer = uv_buf_init(out_.data(), static_cast<unsigned>(out_.size()));
    uv_write(&writing_, stream(), &buffer, 1,
             [](uv_write_t* request, int status) { self(request).on_written(status); });
  }

  void on_written(int status) {
    is_writing_ = false;
    if (status == UV_ECANCELED) return;  // by our own end
    if (status < 0) client_.receive_end(error_of(status), now());
    drain();
  }

  void set_timer() {
    const time_point deadline = client_.deadline();
    if (deadline == never) return void(uv_timer_stop(&timer_));
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now()).count();
    uv_update_time(timer_.loop);
    uv_timer_start(
        &timer_, [](uv_timer_t* of) { self(of).on_timer(); }, left > 0 ? static_cast<std::uint64_t>(left) : 0,
        0);
  }

  void on_timer() {
    client_.on_timeout(now());
    drain();
  }

  void end() {
    for (auto* handle : {reinterpret_cast<uv_handle_t*>(&socket_), reinterpret_cast<uv_handle_t*>(&timer_)})
      if (!uv_is_closing(handle)) uv_close(handle, nullptr);
  }

  void show(const rcon::client::event& event) {
    if (const auto* reply = std::get_if<rcon::reply>(&event)) {
      answered_ = !reply->partial;
      for (const auto line : std::views::split(as_text(reply->body), '\n'))
        std::printf("%s\n", printable(std::string_view(line.begin(), line.end())).c_str());
      if (reply->partial) std::fputs("the reply ended early: there is more to it\n", stderr);
    }
    if (const auto* end = std::get_if<failed>(&event)) complain(end->error);
  }

  rcon::client client_;
  uv_tcp_t socket_;
  uv_timer_t timer_;
  uv_connect_t connecting_;
  uv_write_t writing_;
  std::array<char, 65536> in_;
  std::vector<char> out_;
  bool is_writing_ = false;
  bool answered_ = false;
};

int main(int argc, char** argv) {
  const auto where = endpoint::parse(argc == 3 ? argv[1] : "", 27015);
  const char* const password = std::getenv("GAMEWIRE_RCON_PASSWORD");
  if (!where || !where->is_v4() || password == nullptr)
    return std::fputs("usage: GAMEWIRE_RCON_PASSWORD=… rcon_with_libuv IPV4[:PORT] COMMAND\n", stderr), 2;
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(where->port());
  std::memcpy(&server.sin_addr, where->address().data(), sizeof server.sin_addr);

  uv_loop_t* const loop = uv_default_loop();
  conversation talk(loop, rcon::client({.password = password}));
  talk.start(reinterpret_cast<const sockaddr*>(&server), argv[2]);
  uv_run(loop, UV_RUN_DEFAULT);  // with whatever else runs in it
  uv_loop_close(loop);
  return talk.answered() ? 0 : 1;
}
