/* Somebody else's program, in C: needs the library for C, and no flag but those that come with it. */
#include <gamewire.h>
#include <stdio.h>

int main(void) {
  gw_machine* client = NULL;
  const int made = gw_a2s_client_new(NULL, &client) == GW_OK && gw_a2s_request_info(client, NULL) == GW_OK;
  puts(made && gw_poll_transmit(client, 1).size != 0 ? "asked" : "did not ask");
  gw_free(client);
}
