/// The options of discriminators, apart from their networks: recipes read them without torch.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/base/option_table.h>
#include <lingan/base/token_batch.h>

namespace lingan {

/// The shape of a discriminator; the `[discriminator]` table of a recipe, but for what comes with
/// the text.
struct DiscriminatorOptions {
  std::string kind = "cnn";      ///< a name in discriminators()
  int64_t vocabulary_size = 0;   ///< V, from the tokenizer
  int64_t embedding_width = 64;  ///< E
  std::vector<int64_t> filter_widths = {1, 2, 3, 4,  5,  6,
                                        7, 8, 9, 10, 15, 20};  ///< tokens a window covers
  std::vector<int64_t> filter_counts = {100, 200, 200, 200, 200, 100, 100, 100, 100, 100, 160, 160};
  int64_t representations = 1;       ///< R (RelGAN: 64); divides E
  std::string highway = "separate";  ///< weights of its transform and gate: `separate` (SeqGAN's,
                                     ///< RelGAN's) or `shared` (TextGAN-PyTorch's)
  double dropout = 0.25;
  double l2 = 0.0;               ///< weight of the output layer's L2 penalty (SeqGAN: 0.2)
  double label_smoothing = 0.0;  ///< epsilon: a real sentence counts as real by 1 - epsilon
                                 ///< (Salimans et al. 2016, one-sided)
  double instance_noise = 0.0;   ///< deviation of Gaussian noise on the vectors that D reads while
                                 ///< it trains (Sonderby et al. 2017)
  bool spectral_norm = false;    ///< weights over their largest singular value (Miyato et al. 2018)
  bool minibatch_deviation = false;  ///< the last feature is how much the others differ among the
                                     ///< sentences of a batch (Karras et al. 2018, sec. 3)
  std::string initial_weights = "seqgan";  ///< how they are drawn: one of kInitialWeights
  int64_t length = 0;                      ///< T; windows wider than T are cut to T
  SpecialTokens specials;
  std::string embeddings = "own";  ///< the table that it reads: one of kEmbeddingTables
  int64_t latent_width = 0;        ///< Z, of the generator's code that it tells; from the generator
  int64_t classes = 0;  ///< K, that it tells apart, of real sentences, or of fake ones by the label
                        ///< that was drawn for them; 0: it knows real and fake
  bool token_outputs = false;  ///< it has an output for each token beside those of sentences; from
                               ///< training.replaced_token_epochs
  OptionSet own;               ///< of the network alone: its card's table, `[discriminator.KIND]`
};

/// What DiscriminatorOptions::highway may be.
inline constexpr std::array<std::string_view, 2> kHighwayWeights = {"separate", "shared"};

/// What DiscriminatorOptions::initial_weights may be (convolutional_weights.h).
inline constexpr std::array<std::string_view, 3> kInitialWeights = {"seqgan", "relgan", "torch"};

/// What DiscriminatorOptions::embeddings may be: its own, the generator's, or its own that begins
/// with word vectors from a file, which training changes or keeps.
inline constexpr std::array<std::string_view, 4> kEmbeddingTables = {"own", "generator", "vectors",
                                                                     "frozen-vectors"};

/// The keys of `[discriminator]`, with their ranges.
std::span<const OptionKey> discriminator_keys();

/// Whether its raw outputs are of tokens, [B, T]: else of sentences.
bool judges_tokens(const DiscriminatorOptions& options);

/// Whether its judgement of a sentence depends on the sentences beside it, by
/// minibatch_deviation. One of tokens never does, nor a kind that does not read that.
bool judges_by_batch(const DiscriminatorOptions& options);

/// What is wrong with options that fit their ranges, naming the key; empty: nothing.
std::string discriminator_problem(const DiscriminatorOptions& options);

}  // namespace lingan
