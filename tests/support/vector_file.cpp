#include "vector_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace gamewire::test {
namespace {

class reader {
 public:
  explicit reader(std::string file) : file_(std::move(file)) {}

  void line(std::string_view text) {
    if (text.starts_with('#') || text.find_first_not_of(" \t") == text.npos) return;
    std::istringstream words{std::string(text)};
    std::string first;
    words >> first;
    if (first == "===") return start(std::string(text.substr(4)));
    if (cases_.empty()) throw std::invalid_argument(file_ + ": no case before " + first);
    if (in_log_) {
      cases_.back().log += std::string(text) + '\n';
    } else if (first == "ask") {
      while (words >> first) cases_.back().asks.push_back(first);
    } else if (first == "with") {
      words >> first >> cases_.back().options[first];
    } else if (first == "receives") {
      finish_datagram();
      in_datagram_ = true;
    } else if (first == "log") {
      finish_datagram();
      in_log_ = true;
    } else if (in_datagram_ && text.starts_with('|')) {
      hex_ += to_hex(as_bytes(text.substr(1)), text.size()) + " 0A\n";
    } else if (in_datagram_) {
      hex_ += std::string(text) + '\n';
    } else {
      throw std::invalid_argument(cases_.back().name + ": unknown word " + first);
    }
  }

  std::vector<vector_case> take() {
    finish_datagram();
    return std::move(cases_);
  }

 private:
  void start(const std::string& name) {
    finish_datagram();
    in_log_ = false;
    cases_.push_back({.name = file_ + ": " + name});
  }

  void finish_datagram() {
    if (in_datagram_) cases_.back().datagrams.push_back(from_hex(hex_));
    in_datagram_ = false;
    hex_.clear();
  }

  std::string file_;
  std::vector<vector_case> cases_;
  std::string hex_;  // of the datagram
  bool in_datagram_ = false;
  bool in_log_ = false;
};

/// A file that is one datagram or stream, as it is.
vector_case raw_case(const std::filesystem::path& path, std::ifstream& in) {
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  const bytes content = as_bytes(all);
  vector_case made{.name = (path.parent_path().filename() / path.filename()).string()};
  made.datagrams.emplace_back(content.begin(), content.end());
  return made;
}

std::vector<vector_case> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::invalid_argument("cannot read " + path.string());
  if (path.extension() != ".txt") return {raw_case(path, in)};
  reader cases((path.parent_path().filename() / path.filename()).string());
  for (std::string line; std::getline(in, line);) cases.line(line);
  return cases.take();
}

}  // namespace

std::vector<vector_case> read_vectors(const std::filesystem::path& where) {
  if (!std::filesystem::is_directory(where)) return read_file(where);
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(where))
    if (const auto kind = entry.path().extension(); kind == ".txt" || kind == ".json" || kind == ".http")
      files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<vector_case> all;
  for (const auto& file : files) std::ranges::move(read_file(file), std::back_inserter(all));
  return all;
}

}  // namespace gamewire::test
