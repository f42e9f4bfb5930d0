#include <array>
#include <string>
#include <string_view>

#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/self_attention_discriminator.h>

namespace lingan {
namespace {

using S = SelfAttentionDiscriminatorOptions;

constexpr std::array kKeys = {
    option<&S::hidden_width>("hidden_width", ranges::kWidth, "width of a token's state"),
    option<&S::layers>("layers", ranges::kLayers, "layers of attention"),
    option<&S::heads>("heads", {.low = 1, .high = 1024}, "heads of attention"),
    option<&S::feed_forward_width>("feed_forward_width", ranges::kWidth,
                                   "width of the network after the attention"),
};

std::string problem(const S& options) {
  if (options.hidden_width % options.heads == 0) return "";
  return "discriminator.self-attention.hidden_width: must be a multiple of "
         "discriminator.self-attention.heads (" +
         std::to_string(options.heads) + ")";
}

constexpr std::array<std::string_view, 5> kUnread = {
    "filter_widths", "filter_counts", "representations", "highway", "initial_weights"};

}  // namespace

DiscriminatorCard self_attention_discriminator_card() {
  return {.name = "self-attention",
          .summary = "a Transformer over all tokens, maximum and mean of their states",
          .paper = "Vaswani et al. 2017",
          .options = option_table<S, problem>("discriminator.self-attention", kKeys),
          .unread = kUnread,
          .judges_tokens = nullptr};
}

}  // namespace lingan
