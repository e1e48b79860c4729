#include <string>

#include <gamewire/http1/error.hpp>

namespace gamewire::inline v0::http1 {
namespace {

class http1_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.http1"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return "no answer in time";
      case errc::not_http: return "not HTTP/1";
      case errc::bad_start_line: return "a malformed start line";
      case errc::bad_line_end: return "a control character, or a line that does not end with CR LF";
      case errc::bad_field_name: return "a malformed field name";
      case errc::folded_field: return "a field folded over several lines";
      case errc::bad_length: return "a Content-Length that is no number";
      case errc::contradictory_length: return "contradictory lengths of the body";
      case errc::unsupported_coding: return "a transfer coding other than chunked";
      case errc::bad_chunk: return "a malformed chunk";
      case errc::bad_host: return "not exactly one Host";
      case errc::head_too_large: return "the head exceeds the limit";
      case errc::too_many_fields: return "more fields than the limit";
      case errc::body_too_large: return "the body exceeds the limit";
      case errc::chunk_overhead: return "chunks with more framing than content";
      case errc::trailers_too_large: return "the trailers exceed the limit";
      case errc::too_many_interim: return "more interim responses than the limit";
      case errc::unsolicited: return "bytes that answer no request";
      case errc::unexpected_upgrade: return "a switch of protocols that was not asked for";
      case errc::closed_before_answer: return "the connection ended before the answer";
      case errc::closed_in_answer: return "the connection ended inside the answer";
      case errc::upgraded: return "the connection went to another protocol";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return condition::timeout;
      case errc::head_too_large:
      case errc::too_many_fields:
      case errc::body_too_large:
      case errc::chunk_overhead:
      case errc::trailers_too_large:
      case errc::too_many_interim: return condition::limit;
      case errc::closed_before_answer:
      case errc::closed_in_answer:
      case errc::upgraded: return condition::closed;
      default: return condition::protocol;
    }
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const http1_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::http1
