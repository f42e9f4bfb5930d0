#include <lingan/model/discriminators/discriminator_options.h>

#include <array>
#include <numeric>

#include <fmt/format.h>

#include <lingan/model/discriminators/discriminator_cards.h>

namespace lingan {
namespace {

using D = DiscriminatorOptions;

std::vector<std::string> kinds() { return card_names(discriminators()); }
std::vector<std::string> highway_weights() {
  return {kHighwayWeights.begin(), kHighwayWeights.end()};
}

std::vector<std::string> initial_weights() {
  return {kInitialWeights.begin(), kInitialWeights.end()};
}

std::vector<std::string> embedding_tables() {
  return {kEmbeddingTables.begin(), kEmbeddingTables.end()};
}

constexpr std::array kKeys = {
    option<&D::kind>("kind", kinds, "network that scores sentences"),
    option<&D::embedding_width>("embedding_width", ranges::kWidth, "width of token embeddings"),
    option<&D::embeddings>(
        "embeddings", embedding_tables,
        "table that D reads: its own, the generator's, which D leaves alone, or its "
        "own that begins with the run's word vectors and changes or keeps them"),
    option<&D::filter_widths>("filter_widths", {.low = 1, .high = 1024},
                              "tokens that the windows cover"),
    option<&D::filter_counts>("filter_counts", ranges::kWidth, "filters of each window width"),
    option<&D::representations>("representations", ranges::kWidth,
                                "parts that the embedding is cut into, each judged alone"),
    option<&D::highway>("highway", highway_weights,
                        "weights of the highway layer's transform and gate"),
    option<&D::dropout>("dropout", ranges::kShare, "before the output layer, while D trains"),
    option<&D::l2>("l2", ranges::kNotNegative, "weight of the output layer's L2 penalty"),
    option<&D::label_smoothing>("label_smoothing", ranges::kShare,
                                "share by which real sentences count as fake while D trains"),
    option<&D::instance_noise>("instance_noise", ranges::kNotNegative,
                               "deviation of noise on the vectors that D reads while it trains"),
    option<&D::spectral_norm>("spectral_norm",
                              "divide each matrix of weights, but for embeddings, by its largest "
                              "singular value"),
    option<&D::minibatch_deviation>(
        "minibatch_deviation",
        "a feature of how much the others differ among a batch's sentences, by which D tells "
        "batches that are too much alike; of strategies that relax tokens"),
    option<&D::initial_weights>("initial_weights", initial_weights,
                                "the program whose initial weights D's are like"),
};

}  // namespace

std::span<const OptionKey> discriminator_keys() { return kKeys; }

bool judges_tokens(const DiscriminatorOptions& options) {
  const DiscriminatorCard* card = card_named(discriminators(), options.kind);
  return card != nullptr && card->judges_tokens != nullptr && card->judges_tokens(options.own);
}

bool judges_by_batch(const DiscriminatorOptions& options) {
  return options.minibatch_deviation && reads_key(options, "minibatch_deviation") &&
         !judges_tokens(options);
}

std::string discriminator_problem(const DiscriminatorOptions& options) {
  if (reads_key(options, "filter_counts") &&
      options.filter_widths.size() != options.filter_counts.size()) {
    return fmt::format(
        "discriminator.filter_counts: needs one count for each of the {} filter_widths, not {}",
        options.filter_widths.size(), options.filter_counts.size());
  }
  if (reads_key(options, "representations") &&
      options.embedding_width % options.representations != 0) {
    return fmt::format(
        "discriminator.representations: must divide discriminator.embedding_width ({}), and {} "
        "does not; set it, for example, to {}",
        options.embedding_width, options.representations,
        std::gcd(options.embedding_width, options.representations));
  }
  return "";
}

}  // namespace lingan
