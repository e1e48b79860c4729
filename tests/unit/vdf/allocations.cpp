/// That VDF is read without memory, and what becomes of its writer when there is none.
#include "support/allocations.hpp"

#include <ostream>
#include <string_view>

#include <doctest/doctest.h>

#include <gamewire/vdf/binary_reader.hpp>
#include <gamewire/vdf/writer.hpp>

#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;

TEST_SUITE_BEGIN("vdf allocations");

TEST_CASE("VDF is read without") {
  const std::string_view text = "\"a\" { \"b\\n\" \"c\" [$X || !$Y] #base d e f [$X] } }";
  const buffer binary = from_hex("00 \"a\" 00 01 \"b\" 00 \"c\" 00 02 \"d\" 00 01 00 00 00 08 08");
  std::size_t items = 0;
  std::size_t columns = 0;
  CHECK(allocations_in([&] {
          char room[8];
          vdf::text_reader reader(text);
          for (; reader.next(); ++items) columns += unescape(reader.key(), room).has_value();
          columns += reader.where().column;
          vdf::binary_reader binary_reader(binary);
          while (binary_reader.next()) ++items;
        }) == 0);
  CHECK(items == 8);
  CHECK(columns == 4 + text.size());
}

TEST_CASE("VDF that there is no memory for is an error of its writer") {
  byte_buffer out;
  vdf::text_writer text(out);
  vdf::binary_writer binary(out);
  const failing_allocations none(0, 1000);
  text.pair("a", "b");
  binary.pair("a", "b");
  CHECK(text.finish() == errc::no_memory);
  CHECK(binary.finish() == errc::no_memory);
}

TEST_SUITE_END();
