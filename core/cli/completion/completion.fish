# fish completion for chitty: put it into ~/.config/fish/completions/chitty.fish
function __chitty_suggest
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    for line in ($program completion suggest -- $words[2..-1] "$current" 2>/dev/null)
        if test "$line" = :files
            set -l lead (string match -r -- '^--[^=]*=' $current)
            for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' $current))
                echo "$lead$path"
            end
        else
            echo $line
        end
    end
end
complete -c chitty -f -a '(__chitty_suggest)'
