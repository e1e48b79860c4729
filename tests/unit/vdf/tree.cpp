#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/vdf/tree.hpp>

using namespace gamewire;

TEST_SUITE_BEGIN("vdf::tree");

TEST_CASE("children come in order, repeated ones too, and are found in any case") {
  const auto file = vdf::read_text("App { id 440 name a name b sub { x y } } last 1");
  REQUIRE(file);
  CHECK(file->size() == 7);
  std::string keys;
  for (const auto& root : file->children()) {
    keys += std::string(root.key()) + ' ';
    for (const auto& child : root.children()) keys += std::string(child.key()) + ',';
  }
  CHECK(keys == "App id,name,name,sub,last ");
  const auto app = file->find({"APP"});
  REQUIRE(app);
  CHECK(app->is_block());
  CHECK(app->text() == "");
  CHECK(app->find("NAME")->text() == "a");
  CHECK_FALSE(app->find("x"));
  CHECK(file->find({"app", "sub", "X"})->text() == "y");
  CHECK_FALSE(file->find({"app", "id", "x"}));
  CHECK_FALSE(file->find({}));
  CHECK(file->find({"last"})->children().empty());
}

TEST_CASE("a copy stands by itself") {
  auto file = vdf::read_text("a { b c }");
  REQUIRE(file);
  const vdf::tree copy = *file;
  *file = vdf::tree();
  CHECK(file->empty());
  CHECK(copy.find({"a", "b"})->text() == "c");
}

TEST_CASE("no depth is too much for it") {
  constexpr std::size_t deep = 200'000;
  std::string text;
  for (std::size_t i = 0; i < deep; ++i) text += "a{";
  text += std::string(deep, '}');
  const auto file = vdf::read_text(text, {.max_depth = deep});
  REQUIRE(file);
  CHECK(file->size() == deep);
  byte_buffer out;
  vdf::binary_writer writer(out);
  file->write(writer);
  CHECK_FALSE(writer.finish());
  CHECK(vdf::read_binary(out.view(), {.max_depth = deep})->size() == deep);
  CHECK(vdf::read_binary(out.view()).error().error == vdf::errc::too_deep);
}

TEST_CASE("no more entries are taken than allowed") {
  CHECK(vdf::read_text("a { b c } d {}", {.max_entries = 3})->size() == 3);
  const auto text = vdf::read_text("a { b c }\nd {}", {.max_entries = 2});
  CHECK(text.error().error == vdf::errc::too_many);
  CHECK((text.error().where == vdf::location{10, 2, 1}));
  byte_buffer out;
  vdf::binary_writer writer(out);
  vdf::read_text("a { b c } d {}")->write(writer);
  CHECK_FALSE(writer.finish());
  CHECK(vdf::read_binary(out.view(), {.max_entries = 3})->size() == 3);
  const auto binary = vdf::read_binary(out.view(), {.max_entries = 2});
  CHECK(binary.error().error == vdf::errc::too_many);
  CHECK(binary.error().where.offset == out.size() - 5);
}

TEST_CASE("building: an end without a block is nothing") {
  vdf::tree made;
  made.end_block();
  made.pair("k", 1);
  made.end_block();
  CHECK(made.size() == 1);
}

TEST_CASE("building: a block that has not ended goes on to the end") {
  vdf::tree made;
  made.begin_block("a");
  made.begin_block("b");
  made.pair("k", 1);
  CHECK((made.find({"a", "b", "k"})->value() == vdf::value(1)));
  made.end_block();
  made.pair("l", 2);
  CHECK_FALSE(made.find({"a", "b", "l"}));
  CHECK(made.find({"a", "l"}));
}

TEST_SUITE_END();
