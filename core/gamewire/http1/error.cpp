#include <gamewire/error_table.hpp>
#include <gamewire/http1/error.hpp>

namespace gamewire::inline v0::http1 {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.http1",
      error_rows<errc>({
          {errc::timeout, condition::timeout, "no answer in time"},
          {errc::not_http, condition::protocol, "not HTTP/1"},
          {errc::bad_start_line, condition::protocol, "a malformed start line"},
          {errc::bad_line_end, condition::protocol,
           "a control character, or a line that does not end with CR LF"},
          {errc::bad_field_name, condition::protocol, "a malformed field name"},
          {errc::folded_field, condition::protocol, "a field folded over several lines"},
          {errc::bad_length, condition::protocol, "a Content-Length that is no number"},
          {errc::contradictory_length, condition::protocol, "contradictory lengths of the body"},
          {errc::unsupported_coding, condition::protocol, "a transfer coding other than chunked"},
          {errc::bad_chunk, condition::protocol, "a malformed chunk"},
          {errc::bad_host, condition::protocol, "not exactly one Host"},
          {errc::head_too_large, condition::limit, "the head exceeds the limit"},
          {errc::too_many_fields, condition::limit, "more fields than the limit"},
          {errc::body_too_large, condition::limit, "the body exceeds the limit"},
          {errc::chunk_overhead, condition::limit, "chunks with more framing than content"},
          {errc::trailers_too_large, condition::limit, "the trailers exceed the limit"},
          {errc::too_many_interim, condition::limit, "more interim responses than the limit"},
          {errc::unsolicited, condition::protocol, "bytes that answer no request"},
          {errc::unexpected_upgrade, condition::protocol, "a switch of protocols that was not asked for"},
          {errc::closed_before_answer, condition::closed, "the connection ended before the answer"},
          {errc::closed_in_answer, condition::closed, "the connection ended inside the answer"},
          {errc::upgraded, condition::closed, "the connection went to another protocol"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::http1
