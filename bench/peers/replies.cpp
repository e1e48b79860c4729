/// Writes what the benchmarks read to files, so that the peers read the same: peers-replies DIRECTORY.
/// A file is one message after the other: how many datagrams it has, and each of them behind its size, all of these
/// little-endian numbers of 32 bits.
#include <filesystem>
#include <fstream>

#include "../corpus.hpp"
#include "../must.hpp"

namespace {

using gamewire::bytes;

class file {
 public:
  explicit file(const std::filesystem::path& at) : out_(at, std::ios::binary) { bench::must(out_.is_open()); }

  void message(const bench::corpus& from, std::size_t first, std::size_t last) {
    number(last - first);
    for (std::size_t i = first; i != last; ++i) {
      number(from[i].size());
      out_ << gamewire::as_text(from[i]);
    }
    bench::must(out_.good());
  }

 private:
  void number(std::size_t value) {
    for (int shift = 0; shift != 32; shift += 8) out_.put(static_cast<char>(value >> shift & 0xff));
  }

  std::ofstream out_;
};

void write(const std::filesystem::path& at, const bench::corpus& replies) {
  file to(at);
  for (std::size_t i = 0; i != replies.size(); ++i) to.message(replies, i, i + 1);
}

void write(const std::filesystem::path& at, const bench::split_messages& split) {
  file to(at);
  for (std::size_t i = 0; i + 1 != split.starts.size(); ++i)
    to.message(split.datagrams, split.starts[i], split.starts[i + 1]);
}

}  // namespace

int main(int argc, char** argv) {
  bench::must(argc == 2);
  const std::filesystem::path directory = argv[1];
  write(directory / "info", bench::info_replies());
  write(directory / "players", bench::players_replies());
  write(directory / "rules", bench::rules_replies(250));
  write(directory / "rules300", bench::rules_replies(300, 512));
  write(directory / "plain", bench::split(bench::rules_replies(116)));
#ifdef GAMEWIRE_HAS_BZIP2
  write(directory / "compressed", bench::split(bench::rules_replies(250, 256), true));
#endif
}
