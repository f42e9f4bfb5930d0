#include <lingan/gan/strategies/next_token_rows.h>

namespace lingan {

SoftmaxRows next_token_rows(Generator& generator, const torch::Tensor& tokens) {
  const GeneratorOutput layer = generator.output();
  return {generator.hidden(tokens).flatten(0, 1), layer.weight, layer.bias};
}

SoftmaxRows fixed_next_token_rows(Generator& generator, const torch::Tensor& tokens) {
  const torch::NoGradGuard no_gradient;
  return next_token_rows(generator, tokens);
}

}  // namespace lingan
