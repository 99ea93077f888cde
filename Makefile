# Everything a developer runs. Nothing here needs an argument; `make help` lists it.
#   CLUSTER=local     (default) the Kubernetes in e2e/cluster      CLUSTER=current   kubectl's current context
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export CLUSTER ?= local

bin := e2e/bin
cluster := e2e/cluster/cluster
# The scripts find the JDK 25 by themselves: $(bin)/jdk.

.PHONY: help demo demo-down test check cluster-up cluster-down cluster-env images install bench simulate chaos \
  spec manifests format mutation

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: ## from nothing to a master killed and replaced: cluster, operator, a HaRedisCluster, a timeline
	@$(bin)/demo

demo-down: ## remove all that `make demo` started
	@$(bin)/demo down

test: ## everything that CI runs
	@$(bin)/test

check: ## units, format and static checks; no server, no cluster
	@$(bin)/check

cluster-up: ## start the local cluster (NODES=3); the first time it is built, about ten minutes
	@$(cluster) tools
	@$(cluster) up --nodes $(or $(NODES),3) >/dev/null
	@echo 'The cluster is up. For kubectl and helm:  eval "$$(make -s cluster-env)"'

cluster-down: ## stop it and leave nothing behind (what was built stays in the cache)
	@$(cluster) down

cluster-env: ## KUBECONFIG and PATH for it:  eval "$(make -s cluster-env)"
	@$(cluster) env

images: ## build the operator's and the servers' images, load them into the local cluster
	@$(bin)/images

install: ## the operator into CLUSTER, by Helm (IMAGE=NAME:TAG for an image in a registry)
	@$(bin)/install

bench: ## the benchmarks, on CLUSTER
	@$(bin)/bench

simulate: ## N=... schedules of the failover loop in the simulator (SEED=... tells one, GUARDS=1 proves it, TRACES=DIR records)
	@$(bin)/simulate

chaos: ## MINUTES=20 SEED=1 of faults at random against the local cluster, and a judgement
	@$(bin)/chaos

spec: ## check the protocol model by TLC, the quick configurations (ALL=1: all, TRACES=DIR: recordings)
	@$(bin)/spec

manifests: ## generate the CRD into crds/ and the chart
	@$(bin)/manifests

format: ## format the Java sources
	@source $(bin)/context.sh && maven -q spotless:apply

mutation: ## mutation tests of the decisions
	@$(bin)/mutation
