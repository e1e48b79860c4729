/// A game server that nobody plays on, for `serve` and `demo`: made-up data, the same for the same seed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "serve/sample_responder.hpp"
#include "transport/transport.hpp"

namespace gamewire::cli {

using sample_server = hub_service<sample_responder>;

/// Binds it and publishes its info, players and rules. Throws `command_error`.
std::unique_ptr<sample_server> start_sample_server(const serve_arguments& arguments, const transport& via,
                                                   driver_options driver);

/// What it says to `status`, and the rules that it has.
std::string sample_status(const serve_arguments& arguments);
std::vector<std::pair<std::string, std::string>> sample_rules(const serve_arguments& arguments);

/// What master servers are told of it: as filters judge it.
std::string sample_registration(const serve_arguments& arguments, std::uint32_t number);

/// The same in two steps, without a socket: one before it is bound, and what it has to say once it is.
/// `number` is which one of `arguments.servers` it is, from 1.
sample_responder make_sample(const serve_arguments& arguments, std::uint32_t number);
void publish_sample(sample_responder& to, const serve_arguments& arguments, std::uint32_t number,
                    const endpoint& local);

}  // namespace gamewire::cli
