/// The part of libtorch that lingan uses. `<lingan/model/torch.h>` brings data loaders,
/// serialization and every module there is, and costs each source file four times as long to
/// compile.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/optim/adam.h>
#include <torch/types.h>
