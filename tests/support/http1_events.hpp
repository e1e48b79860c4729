/// What http1::exchange, http1::responder and the readers of HTTP/1.1 report, in words: the expected logs of vectors and scripts.
#pragma once

#include <string>

#include <gamewire/http1/exchange.hpp>
#include <gamewire/http1/request_reader.hpp>
#include <gamewire/http1/responder.hpp>

namespace gamewire::inline v0::http1 {

/// A headline, and below it the fields of the head, one a line: "head 1: 200", "chunk 1 \"hi\"",
/// "answer 1: 200 \"hi\"", "failed 1: no answer in time", "closed". Of a long body the beginning, and its size.
std::string describe(const exchange::event& event);
/// "asked 1: POST /path \"hi\"", and below it the fields of the head and of the trailers.
std::string describe(const responder::event& event);

/// The same of a stream of responses, or of requests, that readers read: "200 OK", "body \"hi\"", "end",
/// "not HTTP/1, at byte 0". Bodies are joined, however the stream was cut. With `ends` nothing comes behind
/// the pieces. Each piece lies in memory of its own that is overwritten once it was read.
std::string read_responses(const std::vector<std::vector<std::byte>>& pieces, const read_limits& limits,
                           const std::vector<response_context>& expected, bool ends);
std::string read_requests(const std::vector<std::vector<std::byte>>& pieces, const read_limits& limits);

}  // namespace gamewire::inline v0::http1
