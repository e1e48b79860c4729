/// Reads the golden conversations in tests/vectors:
///
///     === a name                     starts a case
///     ask info players               what the client asks for, at once
///     with retries 0                 options, one a line
///     receives                       one datagram, in hex (hex.hpp) up to the next of these words
///     FF FF FF FF 49 11 "Test" 00
///     |or text, a line of it
///     log                            what the client reports, up to the next case
///     info 1
///       source, protocol 17
///
/// Lines that start with '#' are comments, empty lines do not count.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "hex.hpp"

namespace gamewire::test {

struct vector_case {
  std::string name;  // with its file: "a2s/info.txt: a name"
  std::vector<std::string> asks;
  std::map<std::string, unsigned> options;
  std::vector<buffer> datagrams;
  std::string log;  // lines, each with its '\n'
};

/// All cases of one file, or of all *.txt in a directory, by name of the file; of *.json and *.http, the bytes as
/// they are, as one case. Throws std::invalid_argument.
std::vector<vector_case> read_vectors(const std::filesystem::path& where);

}  // namespace gamewire::test
