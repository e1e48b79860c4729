#include <string>

#include <gamewire/a2s/error.hpp>

namespace gamewire::inline v0::a2s {
namespace {

class a2s_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.a2s"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return "no answer in time";
      case errc::not_a2s: return "not an A2S datagram";
      case errc::truncated: return "the message ends too early";
      case errc::unknown_message: return "unknown message type";
      case errc::unexpected_reply: return "only answers of another kind came";
      case errc::challenge_loop: return "the server keeps asking for a new challenge";
      case errc::server_message: return "the server answered with a text";
      case errc::bad_split: return "a split packet whose count and index contradict each other";
      case errc::too_large: return "the reply exceeds the limits";
      case errc::bad_compression: return "the compressed reply is damaged";
      case errc::bad_checksum: return "the checksum of the compressed reply is wrong";
      case errc::compression_unsupported: return "built without bzip2";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return condition::timeout;
      case errc::server_message: return condition::server;
      case errc::too_large: return condition::limit;
      case errc::compression_unsupported: return condition::unsupported;
      default: return condition::protocol;
    }
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const a2s_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::a2s
