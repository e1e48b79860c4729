/// Trees of XML that no method of Steam's sends, but a server may.
#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/vdf/error.hpp>
#include <gamewire/webapi/tree.hpp>

using namespace gamewire;

namespace {

auto tree_of(std::string_view xml, const webapi::tree_options& options = {}) {
  webapi::reply of;
  of.answer_as = webapi::format::xml;
  of.body = as_bytes(xml);
  return webapi::read_tree(of, options);
}

}  // namespace

TEST_SUITE_BEGIN("webapi tree");

TEST_CASE("texts, comments and instructions between elements are passed over") {
  if (!webapi::reads_xml()) return;
  const auto tree = tree_of(
      "<?xml version='1.0'?><r>text<!-- a --><a>1</a>more<?b c?><b><c>2</c> and <d/>this</b>behind</r>");
  REQUIRE(tree);
  CHECK(tree->find({"r", "a"})->text() == "1");
  CHECK(tree->find({"r", "b", "c"})->text() == "2");
  CHECK(tree->find({"r", "b", "d"})->text().empty());
  CHECK(tree->size() == 5);
}

TEST_CASE("an element with a text alone is a pair, and so is one with nothing") {
  if (!webapi::reads_xml()) return;
  CHECK(tree_of("<r>text<!-- a --></r>")->find({"r"})->text() == "text");
  CHECK(tree_of("<r/>")->find({"r"})->text().empty());
}

TEST_CASE("what is not one element is no tree") {
  if (!webapi::reads_xml()) return;
  for (const char* none :
       {"", "text", "<!-- a -->", "<a/><b/>", "<a>", "<a></b>", "<a", "<?xml version='1.0'?>"})
    CHECK_MESSAGE(tree_of(none).error() == webapi::errc::not_xml, none);
}

TEST_CASE("an answer in JSON is no tree, and one that went wrong says so") {
  webapi::reply of;
  of.answer_as = webapi::format::json;
  CHECK(webapi::read_tree(of, {}).error() == errc::invalid_argument);
  of.error = webapi::errc::page;
  CHECK(webapi::read_tree(of, {}).error() == webapi::errc::page);
}

TEST_SUITE_END();
