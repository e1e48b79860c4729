#include <doctest/doctest.h>

#include <gamewire/json/document.hpp>
#include <gamewire/json/writer.hpp>

#include "support/exact_memory.hpp"

using namespace gamewire;

namespace {

template <class Write>
std::string written(Write write) {
  json::writer counter({});
  write(counter);
  const test::exact_memory room(counter.size());
  json::writer out(room.span());
  write(out);
  const auto result = out.result();
  return result ? std::string(as_text(*result)) : "(" + result.error().message() + ")";
}

}  // namespace

TEST_SUITE_BEGIN("json writer");

TEST_CASE("all kinds of values") {
  const auto all = [](json::writer& out) {
    out.begin_object();
    out.member("a").begin_array();
    out.number(std::uint64_t{18446744073709551615U});
    out.number(std::int64_t{-9223372036854775807});
    out.digits(std::uint64_t{76561198006963719U});
    out.boolean(true);
    out.begin_object();
    out.end_object();
    out.null();
    out.end_array();
    out.member("b\"").raw("[1]");
    out.member("c").text("\x01\x1f\n\"\\/\xe2\x98\x83");
    out.end_object();
  };
  const std::string text = written(all);
  CHECK(text == R"({"a":[18446744073709551615,-9223372036854775807,"76561198006963719",true,{},null],)"
                R"("b\"":[1],"c":"\u0001\u001f\n\"\\/)"
                "\xe2\x98\x83\"}");
  json::document document;
  CHECK(document.read(as_bytes(text))->check());
  CHECK(test::count_no_room(text.size(), [&](std::span<std::byte> room) {
          json::writer out(room);
          all(out);
          return out.result();
        }) == text.size());
}

TEST_CASE("what is not UTF-8 is refused") {
  CHECK(written([](json::writer& out) { out.text("\xff"); }) == "(this cannot be put on the wire)");
  CHECK(written([](json::writer& out) { out.member("\xed\xa0\x80").null(); }) ==
        "(this cannot be put on the wire)");
}

TEST_SUITE_END();
