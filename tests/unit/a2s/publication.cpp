#include <ostream>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/publication.hpp>
#include <gamewire/random.hpp>

using namespace gamewire;
using a2s::packaging;
using a2s::publication;
using a2s::split_form;

namespace {

constexpr packaging usual{.max_datagram = 1400, .split = {.payload_size = 1248, .id = 7}, .compress = false};

/// FF FF FF FF and then noise, which does not compress.
std::vector<std::byte> message(std::size_t size) {
  std::vector<std::byte> made(a2s::whole_header.begin(), a2s::whole_header.end());
  split_mix random(size);
  while (made.size() < size) made.push_back(static_cast<std::byte>(random() >> 56));
  return made;
}

std::vector<std::byte> payloads(const publication& of, split_form form) {
  std::vector<std::byte> all;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const auto fragment = a2s::decode_fragment(of[i], form);
    REQUIRE(fragment.has_value());
    CHECK(fragment->index == i);
    CHECK(fragment->count == of.size());
    all.insert(all.end(), fragment->payload.begin(), fragment->payload.end());
  }
  return all;
}

std::vector<std::byte> owned(bytes view) { return {view.begin(), view.end()}; }

}  // namespace

TEST_CASE("what fits goes out as it is") {
  for (const std::size_t size : {5UL, 1399UL, 1400UL}) {
    const auto whole = message(size);
    const auto made = publication::prepare(whole, usual).value();
    REQUIRE(made.size() == 1);
    CHECK(owned(made[0]) == whole);
  }
}

TEST_CASE("a message without FF FF FF FF gets it back, whole or split") {
  for (const std::size_t size : {5UL, 1400UL, 5000UL}) {
    const auto whole = message(size);
    const auto bare = publication::prepare(bytes(whole).subspan(4), usual).value();
    const auto made = publication::prepare(whole, usual).value();
    REQUIRE(bare.size() == made.size());
    for (std::size_t i = 0; i < made.size(); ++i) CHECK(owned(bare[i]) == owned(made[i]));
  }
}

TEST_CASE("what does not fit is split, in every form, at every size around a boundary") {
  for (const auto form : a2s::split_forms) {
    const packaging how{
        .max_datagram = 100, .split = {.form = form, .payload_size = 50, .id = 7}, .compress = false};
    for (const std::size_t size : {101UL, 149UL, 150UL, 151UL, 199UL, 200UL, 201UL}) {
      const auto whole = message(size);
      const auto made = publication::prepare(whole, how).value();
      CHECK(made.size() == (size + 49) / 50);
      CHECK(payloads(made, form) == whole);
    }
  }
}

TEST_CASE("more fragments than the form counts are too large") {
  const auto try_size = [](split_form form, std::size_t size) {
    const packaging how{
        .max_datagram = 100, .split = {.form = form, .payload_size = 50, .id = 7}, .compress = false};
    const auto made = publication::prepare(message(size), how);
    return made ? std::error_code{} : made.error();
  };
  CHECK(try_size(split_form::goldsource, 15 * 50) == std::error_code{});
  CHECK(try_size(split_form::goldsource, 15 * 50 + 1) == a2s::errc::too_large);
  CHECK(try_size(split_form::source, 255 * 50) == std::error_code{});
  CHECK(try_size(split_form::source, 255 * 50 + 1) == a2s::errc::too_large);
  CHECK(try_size(split_form::source_2006, 255 * 50 + 1) == a2s::errc::too_large);
}

TEST_CASE("compression is used when it helps, where the form can say so, and is then in the id") {
  std::vector<std::byte> whole = message(4);
  whole.resize(15000, std::byte{'x'});
  for (const auto form : a2s::split_forms) {
    packaging how = usual;
    how.split.form = form;
    how.compress = true;
    const auto made = publication::prepare(whole, how).value();
    const auto first = a2s::decode_fragment(made[0], form).value();
    const bool can = form != split_form::goldsource && a2s::has_bzip2();
    CHECK((first.id & 0x7fffffff) == 7);
    CHECK(made.size() == (can ? 1 : a2s::fragment_count(how.split, whole.size())));
    if (!can) {
      CHECK(payloads(made, form) == whole);
      continue;
    }
    CHECK(a2s::is_compressed(first.id));
    byte_buffer back;
    REQUIRE(a2s::decompress(payloads(made, form), whole.size(), back) == std::error_code{});
    CHECK(owned(back.view()) == whole);
  }
}

TEST_CASE("compression that does not help is left out") {
  packaging how = usual;
  how.compress = true;
  const auto noise = message(1401);
  const auto made = publication::prepare(noise, how).value();
  CHECK_FALSE(a2s::is_compressed(a2s::decode_fragment(made[0], split_form::source)->id));
  CHECK(payloads(made, split_form::source) == noise);
}

TEST_CASE("nothing is published until something is") {
  const publication none;
  CHECK(none.empty());
  CHECK(none.size() == 0);
}
