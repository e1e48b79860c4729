#include "a2s_vectors.hpp"

#include <stdexcept>

namespace gamewire::test {

a2s::client_options options_of(const vector_case& vector) {
  a2s::client_options options{.retries = 0};
  for (const auto& [name, value] : vector.options) {
    if (name == "retries")
      options.retries = static_cast<std::uint8_t>(value);
    else if (name == "get_challenge")
      options.get_challenge = value != 0;
    else if (name == "max_challenges")
      options.max_challenges = static_cast<std::uint8_t>(value);
    else if (name == "source_form_wait_ms")
      options.source_form_wait = std::chrono::milliseconds(value);
    else if (name == "max_fragments")
      options.split.max_fragments = static_cast<std::uint8_t>(value);
    else if (name == "max_assembled")
      options.split.max_assembled = value;
    else if (name == "max_decompressed")
      options.split.max_decompressed = value;
    else
      throw std::invalid_argument("unknown option " + name);
  }
  return options;
}

accepted ask(a2s::client& client, const std::string& what) {
  if (what == "info") return client.request_info();
  if (what == "players") return client.request_players();
  if (what == "rules") return client.request_rules();
  if (what == "ping") return client.request_ping();
  throw std::invalid_argument("cannot ask " + what);
}

}  // namespace gamewire::test
