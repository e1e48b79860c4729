#include <llhttp.h>

#include "http_collector.hpp"

namespace gamewire::fuzz {

std::optional<http_message> read_by_llhttp(bytes in, http_kind kind) {
  llhttp_settings_t settings;
  llhttp_settings_init(&settings);
  settings.on_url = on_url<llhttp_t>;
  settings.on_header_field = on_name<llhttp_t>;
  settings.on_header_value = on_value<llhttp_t>;
  settings.on_body = on_body<llhttp_t>;
  settings.on_headers_complete = [](llhttp_t* parser) {
    return on_head(parser, parser->type == HTTP_RESPONSE,
                   llhttp_method_name(static_cast<llhttp_method_t>(parser->method)));
  };
  settings.on_message_complete = [](llhttp_t* parser) {
    return on_end(parser, parser->type == HTTP_RESPONSE) ? static_cast<int>(HPE_PAUSED) : 0;
  };
  llhttp_t parser;
  llhttp_init(&parser, kind == http_kind::request ? HTTP_REQUEST : HTTP_RESPONSE, &settings);
  http_collector to;
  parser.data = &to;
  llhttp_execute(&parser, as_text(in).data(), in.size());
  return collected(to);
}

}  // namespace gamewire::fuzz
