"""``harvest completion``: the shell knows commands and options."""

from __future__ import annotations

import click

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script by which a shell completes commands, options and files.

    Write it to a file that the shell reads when it starts.

    \b
      harvest completion bash > ~/.local/share/bash-completion/completions/harvest
      harvest completion fish > ~/.config/fish/completions/harvest.fish
      harvest completion zsh > "${fpath[1]}/_harvest"

    \b
    Exit codes: 0 done · 2 no such shell.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"nothing is known of {shell}")
    command = context.find_root().command
    script = kind(command, {}, "harvest", "_HARVEST_COMPLETE")
    # The script alone: source() would look whether that shell is installed here.
    click.echo(script.source_template % script.source_vars())
