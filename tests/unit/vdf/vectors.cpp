/// The texts and the binary data of tests/vectors/vdf, by the pull readers and as trees.
#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/vdf/tree.hpp>

#include "support/exact_memory.hpp"
#include "support/vector_file.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

const std::vector<vector_case>& vectors() {
  static const auto all = read_vectors(GAMEWIRE_VECTORS "/vdf");
  return all;
}

bool is_binary(const vector_case& vector) { return vector.options.contains("binary"); }

struct text_case {
  explicit text_case(const vector_case& vector) : symbols(vector.asks.begin(), vector.asks.end()) {
    options.escapes = !vector.options.contains("escapes");
    options.symbols = symbols;
  }

  std::vector<std::string_view> symbols;
  vdf::text_options options;
};

std::string pair(const char* word, std::string_view key, std::string_view value) {
  return std::string(word) + ' ' + test::quoted(key) + ' ' + test::quoted(value) + '\n';
}

std::string block(std::string_view key) { return "block " + test::quoted(key) + '\n'; }

std::string failure(std::error_code error, const vdf::location& where) {
  std::string place = std::to_string(where.offset);
  if (where.line != 0) place = std::to_string(where.line) + ':' + std::to_string(where.column);
  return error ? "error: " + error.message() + " at " + place + '\n' : "";
}

std::string log_of(vdf::text_reader reader) {
  std::string log;
  while (reader.next()) switch (reader.kind()) {
      case vdf::item::pair: log += pair("pair", own(reader.key()), own(reader.value())); break;
      case vdf::item::include: log += "include " + test::quoted(own(reader.value())) + '\n'; break;
      case vdf::item::base: log += "base " + test::quoted(own(reader.value())) + '\n'; break;
      case vdf::item::block: log += block(own(reader.key())); break;
      case vdf::item::block_end: log += "end\n"; break;
    }
  CHECK_FALSE(reader.next());
  return log + failure(reader.error(), reader.where());
}

const char* word(vdf::value_type type) {
  constexpr const char* words[]{"block",  "string", "int32", "float32", "pointer", "wide_string",
                                "colour", "uint64", "end",   "?",       "int64"};
  return words[static_cast<std::size_t>(type)];
}

/// Takes a tree down as the log of a vector has it.
struct log_writer {
  void begin_block(std::string_view key) { log += block(key); }
  void end_block() { log += "end\n"; }
  void pair(std::string_view key, const vdf::value& of) {
    log += ::pair(typed ? word(type_of(of)) : "pair", key, to_text(of));
  }

  bool typed;
  std::string log;
};

std::string log_of(const std::expected<vdf::tree, vdf::fault>& read, bool typed) {
  if (!read) return failure(read.error().error, read.error().where);
  log_writer taken{typed, {}};
  read->write(taken);
  return taken.log;
}

}  // namespace

TEST_SUITE_BEGIN("vdf vectors");

TEST_CASE("there are vectors") { CHECK(vectors().size() >= 40); }

TEST_CASE("every text gives its log, and ends where it ends") {
  for (const auto& vector : vectors()) {
    if (is_binary(vector)) continue;
    INFO(vector.name);
    const text_case with(vector);
    const exact_memory text(vector.datagrams.front());
    CHECK(log_of(vdf::text_reader(as_text(text.view()), with.options)) == vector.log);
  }
}

TEST_CASE("a tree of it has the same in it, or fails in the same way") {
  for (const auto& vector : vectors()) {
    if (is_binary(vector)) continue;
    INFO(vector.name);
    const text_case with(vector);
    const auto read = vdf::read_text(as_text(vector.datagrams.front()), with.options);
    if (const std::size_t error = vector.log.find("error: "); error != vector.log.npos) {
      CHECK(log_of(read, false) == vector.log.substr(error));
    } else if (vector.log.find("include ") == vector.log.npos &&
               vector.log.find("base ") == vector.log.npos) {
      CHECK(log_of(read, false) == vector.log);
    }
  }
}

TEST_CASE("binary data gives its log") {
  for (const auto& vector : vectors()) {
    if (!is_binary(vector)) continue;
    INFO(vector.name);
    const exact_memory data(vector.datagrams.front());
    CHECK(log_of(vdf::read_binary(data.view()), true) == vector.log);
  }
}

TEST_CASE("what is cut anywhere is read to there, or fails") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    const text_case with(vector);
    for_each_cut(vector.datagrams.front(), [&](bytes cut) {
      log_of(vdf::text_reader(as_text(cut), with.options));
      const auto binary = vdf::read_binary(cut);
      if (is_binary(vector) && !cut.empty() && cut.size() < vector.datagrams.front().size())
        CHECK((!binary || vector.log.starts_with("error")));
    });
  }
}

TEST_CASE("a tree that is written is read as the same") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    const text_case with(vector);
    const bytes in = vector.datagrams.front();
    const auto read = is_binary(vector) ? vdf::read_binary(in) : vdf::read_text(as_text(in), with.options);
    if (!read) continue;
    byte_buffer text;
    vdf::text_writer text_writer(text, {.escapes = with.options.escapes});
    read->write(text_writer);
    CHECK_FALSE(text_writer.finish());
    CHECK(log_of(vdf::read_text(as_text(text.view()), {.escapes = with.options.escapes}), false) ==
          log_of(read, false));
    byte_buffer binary;
    vdf::binary_writer binary_writer(binary);
    read->write(binary_writer);
    CHECK_FALSE(binary_writer.finish());
    CHECK(log_of(vdf::read_binary(binary.view()), true) == log_of(read, true));
  }
}

TEST_SUITE_END();
