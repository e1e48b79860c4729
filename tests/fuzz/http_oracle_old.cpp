#include <http_parser.h>

#include "http_collector.hpp"

namespace gamewire::fuzz {

std::optional<http_message> read_by_http_parser(bytes in, http_kind kind) {
  http_parser_settings settings;
  http_parser_settings_init(&settings);
  settings.on_url = on_url<http_parser>;
  settings.on_header_field = on_name<http_parser>;
  settings.on_header_value = on_value<http_parser>;
  settings.on_body = on_body<http_parser>;
  settings.on_headers_complete = [](http_parser* parser) {
    return on_head(parser, parser->type == HTTP_RESPONSE,
                   http_method_str(static_cast<http_method>(parser->method)));
  };
  settings.on_message_complete = [](http_parser* parser) {
    if (on_end(parser, parser->type == HTTP_RESPONSE)) http_parser_pause(parser, 1);
    return 0;
  };
  http_parser parser;
  http_parser_init(&parser, kind == http_kind::request ? HTTP_REQUEST : HTTP_RESPONSE);
  http_collector to;
  parser.data = &to;
  http_parser_execute(&parser, &settings, as_text(in).data(), in.size());
  return collected(to);
}

}  // namespace gamewire::fuzz
