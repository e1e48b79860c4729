/// How many GETs go to nginx on loopback over connections that are kept: one of them on the blocking driver, and 32 on
/// one thread on the epoll driver. Against bare sockets, blocking and on epoll, that look for the end of the head and
/// the length; and 32 against libcurl's multi interface. Client and server share one core.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gamewire/blocking/peer.hpp>
#include <gamewire/epoll/peer.hpp>
#include <gamewire/http1/exchange.hpp>

#include "measure.hpp"
#include "must.hpp"
#include "nginx.hpp"
#include "one_core.hpp"

namespace {

using namespace gamewire;
using bench::must;
using bench::small_json;

constexpr std::size_t gets_per_round = 256;
constexpr std::size_t connections = 32;
constexpr const char* path = "/Api/ASF";

/// One connection by hand.
class raw_connection {
 public:
  explicit raw_connection(std::uint16_t port)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)),
        request_(std::string("GET ") + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                 "\r\nAccept-Encoding: identity\r\n\r\n") {
    const sockaddr_in to{
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const int yes = 1;
    must(socket_ >= 0 && ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
         ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0);
  }
  raw_connection(const raw_connection&) = delete;
  raw_connection& operator=(const raw_connection&) = delete;
  ~raw_connection() { ::close(socket_); }

  [[nodiscard]] int descriptor() const { return socket_; }

  void ask() {
    must(::send(socket_, request_.data(), request_.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(request_.size()));
  }
  /// True when the answer is whole.
  bool receive() {
    const auto got = ::recv(socket_, in_.data() + size_, in_.size() - size_, 0);
    must(got > 0);
    size_ += static_cast<std::size_t>(got);
    const std::string_view all(in_.data(), size_);
    constexpr std::string_view field = "Content-Length: ";
    const std::size_t head = all.find("\r\n\r\n");
    if (head == all.npos) return false;
    const std::size_t at = all.find(field) + field.size();
    std::size_t length = 0;
    std::from_chars(all.data() + at, all.data() + head, length);
    if (all.size() < head + 4 + length) return false;
    must(length == small_json.size());
    size_ = 0;
    return true;
  }

 private:
  int socket_;
  std::string request_;
  std::vector<char> in_ = std::vector<char>(std::size_t{1} << 16);
  std::size_t size_ = 0;
};

class raw_client {
 public:
  explicit raw_client(std::uint16_t port) : connection_(port) {}

  void round() {
    for (std::size_t i = 0; i < gets_per_round; ++i) {
      connection_.ask();
      while (!connection_.receive()) {
      }
    }
  }

 private:
  raw_connection connection_;
};

/// As many as there are on one epoll.
class raw_crowd {
 public:
  explicit raw_crowd(std::uint16_t port) : epoll_(::epoll_create1(0)) {
    must(epoll_ >= 0);
    for (std::size_t i = 0; i < connections; ++i) {
      all_.push_back(std::make_unique<raw_connection>(port));
      epoll_event wanted{.events = EPOLLIN, .data = {.u64 = i}};
      must(::epoll_ctl(epoll_, EPOLL_CTL_ADD, all_.back()->descriptor(), &wanted) == 0);
    }
  }
  raw_crowd(const raw_crowd&) = delete;
  raw_crowd& operator=(const raw_crowd&) = delete;
  ~raw_crowd() { ::close(epoll_); }

  void round() {
    std::size_t sent = 0;
    for (; sent < connections; ++sent) all_[sent]->ask();
    for (std::size_t done = 0; done < gets_per_round;) {
      const int ready = ::epoll_wait(epoll_, ready_.data(), static_cast<int>(ready_.size()), -1);
      must(ready > 0);
      for (std::size_t i = 0; i < static_cast<std::size_t>(ready); ++i) {
        raw_connection& one = *all_[ready_[i].data.u64];
        if (!one.receive()) continue;
        ++done;
        if (sent < gets_per_round) ++sent, one.ask();
      }
    }
  }

 private:
  int epoll_;
  std::vector<std::unique_ptr<raw_connection>> all_;
  std::array<epoll_event, connections> ready_{};
};

http1::exchange exchange_with(std::uint16_t port) {
  return http1::exchange({.host = "127.0.0.1", .port = port});
}

void get(http1::exchange& from) { must(from.send({.target = {.path = path}}).has_value()); }

/// Is it the answer? Dies when it is a failure.
bool is_answer(const http1::exchange::event& happened) {
  must(!std::holds_alternative<failed>(happened) && !std::holds_alternative<closed>(happened));
  const auto* answer = std::get_if<http1::answer>(&happened);
  if (answer == nullptr) return false;
  must(answer->head.status == 200 && answer->body.size() == small_json.size());
  return true;
}

class our_client {
 public:
  explicit our_client(std::uint16_t port)
      : peer_(
            std::move(*blocking::peer<http1::exchange>::connect({"127.0.0.1", port}, exchange_with(port)))) {}

  void round() {
    std::size_t done = 0;
    get(peer_.machine());
    must(!peer_.run([&](const http1::exchange::event& happened) {
      if (!is_answer(happened)) return true;
      if (++done == gets_per_round) return false;
      get(peer_.machine());
      return true;
    }));
  }

 private:
  blocking::peer<http1::exchange> peer_;
};

class our_crowd {
 public:
  explicit our_crowd(std::uint16_t port) {
    all_.reserve(connections);
    for (std::size_t i = 0; i < connections; ++i)
      all_.push_back(epoll::peer<http1::exchange>::connect(
          loop_, {"127.0.0.1", port}, exchange_with(port),
          [this, i](const http1::exchange::event& happened) { hear(i, happened); }));
  }

  void round() {
    done_ = sent_ = 0;
    for (; sent_ < connections; ++sent_) all_[sent_].command(get);
    while (done_ < gets_per_round) must(!loop_.run_once(never));
  }

 private:
  void hear(std::size_t from, const http1::exchange::event& happened) {
    if (!is_answer(happened)) return;
    ++done_;
    if (sent_ < gets_per_round) ++sent_, all_[from].command(get);
  }

  epoll::loop loop_ = std::move(*epoll::loop::open());
  std::vector<epoll::peer<http1::exchange>> all_;
  std::size_t sent_ = 0;
  std::size_t done_ = 0;
};

class curl_crowd {
 public:
  explicit curl_crowd(std::uint16_t port)
      : multi_(::curl_multi_init()), url_("http://127.0.0.1:" + std::to_string(port) + path) {
    must(multi_ != nullptr);
    for (std::size_t i = 0; i < connections; ++i) {
      CURL* const one = ::curl_easy_init();
      must(one != nullptr && ::curl_easy_setopt(one, CURLOPT_URL, url_.c_str()) == CURLE_OK &&
           ::curl_easy_setopt(one, CURLOPT_WRITEFUNCTION, count) == CURLE_OK);
      all_.push_back(one);
    }
  }
  curl_crowd(const curl_crowd&) = delete;
  curl_crowd& operator=(const curl_crowd&) = delete;
  ~curl_crowd() {
    for (CURL* const one : all_) ::curl_easy_cleanup(one);
    ::curl_multi_cleanup(multi_);
  }

  void round() {
    std::size_t sent = 0;
    for (; sent < connections; ++sent) must(::curl_multi_add_handle(multi_, all_[sent]) == CURLM_OK);
    for (std::size_t done = 0; done < gets_per_round;) {
      int running = 0;
      must(::curl_multi_perform(multi_, &running) == CURLM_OK);
      int left = 0;
      while (const CURLMsg* const told = ::curl_multi_info_read(multi_, &left)) {
        CURL* const one = told->easy_handle;
        must(told->data.result == CURLE_OK && ::curl_multi_remove_handle(multi_, one) == CURLM_OK);
        ++done;
        if (sent < gets_per_round) ++sent, must(::curl_multi_add_handle(multi_, one) == CURLM_OK);
      }
      if (done < gets_per_round) must(::curl_multi_poll(multi_, nullptr, 0, 1000, nullptr) == CURLM_OK);
    }
  }

 private:
  static std::size_t count(char*, std::size_t, std::size_t size, void*) { return size; }

  CURLM* multi_;
  std::string url_;
  std::vector<CURL*> all_;
};

/// Per GET: the median of rounds, because means over a network stack tell of everything else on the machine.
template <class Client>
void measure(benchmark::State& state, std::uint16_t port) {
  Client client(port);
  std::vector<double> took;
  took.reserve(static_cast<std::size_t>(state.max_iterations));
  client.round();
  const std::size_t before = bench::allocations();
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    client.round();
    const auto span = std::chrono::steady_clock::now() - start;
    took.push_back(std::chrono::duration<double, std::nano>(span).count() / gets_per_round);
  }
  bench::report_allocations(state, before);
  const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
  std::ranges::nth_element(took, middle);
  state.counters["p50"] = *middle;
}

}  // namespace

int main(int argc, char** argv) {
  bench::share_one_core();
  const bench::nginx server;
  must(::curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
  const auto add = [](const std::string& name, auto how, std::uint16_t port) {
    benchmark::RegisterBenchmark(name.c_str(), [how, port](benchmark::State& state) { how(state, port); });
  };
  const std::string many = std::to_string(connections);
  add("gamewire/1", measure<our_client>, server.port());
  add("floor/1", measure<raw_client>, server.port());
  add("gamewire/" + many, measure<our_crowd>, server.port());
  add("floor/" + many, measure<raw_crowd>, server.port());
  add("libcurl/" + many, measure<curl_crowd>, server.port());
  const int status = bench::run(argc, argv);
  ::curl_global_cleanup();
  return status;
}
