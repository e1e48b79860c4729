#include "serve/sample_crowd.hpp"

#include <array>

#include <fmt/core.h>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

constexpr std::uint32_t loopback = 127U << 24;  // 127.0.0.0/8
constexpr std::uint32_t loopback_end = loopback + (1U << 24) - 1;

endpoint to_endpoint(std::uint32_t address, std::uint16_t port) noexcept {
  const auto octet = [address](int shift) { return static_cast<std::uint8_t>(address >> shift); };
  return endpoint::v4({octet(24), octet(16), octet(8), octet(0)}, port);
}

/// Nobody else is to be reached by so many: only this host has a whole network of loopback addresses.
std::uint32_t first_address(const serve_arguments& arguments) {
  const auto wanted = endpoint::parse(arguments.bind);
  std::uint32_t first = 0;
  if (wanted && wanted->is_v4())
    for (std::size_t i = 0; i < 4; ++i) first = first << 8 | wanted->address()[i];
  if (first <= loopback || first >= loopback_end || loopback_end - first < arguments.servers)
    throw command_error(
        usage_fault(fmt::format("--bind {}: {} servers need as many addresses from there on in 127.0.0.0/8",
                                arguments.bind, arguments.servers)));
  return first;
}

address_block open_block(std::uint16_t port) {
  auto open = address_block::bind(port);
  if (!open) throw command_error(fault_of(open.error(), fmt::format("port {}", port)));
  return *std::move(open);
}

}  // namespace

sample_crowd::sample_crowd(const serve_arguments& arguments, trace_hook trace)
    : first_(first_address(arguments)),
      block_(open_block(arguments.port)),
      is_late_(arguments.delay > nanoseconds::zero()),
      late_(arguments.delay),
      trace_(std::move(trace)) {
  serve_arguments punctual = arguments;
  punctual.delay = {};  // one queue for all is enough
  servers_.reserve(arguments.servers);
  for (std::uint32_t number = 1; number <= arguments.servers; ++number) {
    servers_.push_back(make_sample(punctual, number));
    publish_sample(servers_.back(), punctual, number, address(number));
  }
}

endpoint sample_crowd::address(std::uint32_t number) const noexcept {
  return to_endpoint(first_ + number - 1, block_.port());
}

std::string sample_crowd::list() const {
  std::string lines;
  for (std::uint32_t number = 1; number <= size(); ++number)
    lines.append(endpoint_text(address(number)).view()) += '\n';
  return lines;
}

std::error_code sample_crowd::run() {
  for (;;) {
    const auto batch = block_.receive(late_.deadline());
    if (!batch) return batch.error();
    const time_point now = system::now();
    for (const address_block::datagram& one : *batch) take(one, now);
    while (const auto due = late_.pop(now)) answer(due->number, due->from, due->payload, now);
    block_.flush();
  }
}

/// What came for other addresses of this host is none of ours.
void sample_crowd::take(const address_block::datagram& one, time_point now) {
  if (one.local < first_ || one.local - first_ >= size()) return;
  const std::uint32_t number = one.local - first_ + 1;
  if (trace_) trace_(direction::received, one.peer, one.payload, now);
  if (is_late_)
    late_.push({number, one.peer, {one.payload.begin(), one.payload.end()}}, now);
  else
    answer(number, one.peer, one.payload, now);
}

void sample_crowd::answer(std::uint32_t number, const endpoint& peer, bytes query, time_point now) {
  sample_responder& server = servers_[number - 1];
  server.receive(peer, query, now);
  while (server.poll_event()) {
  }
  std::array<transmit, 16> out;
  while (const std::size_t count = server.poll_transmit(out, now)) {
    for (const transmit& one : std::span(out).first(count)) {
      block_.send(first_ + number - 1, one.to, one.payload);
      if (trace_) trace_(direction::sent, one.to, one.payload, now);
    }
    server.transmitted(count, now);
  }
}

}  // namespace gamewire::cli
